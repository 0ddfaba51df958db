import Protocols
import Storage

/// Functions, their versions and what hangs on them (aliases, configurations, layers …): each one JSON document, all of
/// them kept in memory beside the table. Loop only.
final class DocumentStore {
  enum Kind: String {
    /// Qualifier: the version.
    case function
    /// The number that a function's next version gets. It outlives the function, as on AWS. Document: a number.
    case nextVersion
    /// Qualifier: the alias's name.
    case alias
    /// Qualifier: `$LATEST`, a version or an alias.
    case eventInvokeConfig
    /// Qualifier: a version or an alias.
    case provisionedConcurrency
    /// Qualifier: empty, or an alias.
    case functionURL
    /// Document: a number.
    case reservedConcurrency
    case recursionConfig
    /// Qualifier: `$LATEST` or a version.
    case runtimeManagement
    /// Name: the configuration's id.
    case codeSigningConfig
    /// Document: the configuration's ARN, a JSON string.
    case functionCodeSigning
    /// Name: the layer's; qualifier: the version.
    case layerVersion
    /// Deleted, and kept for the functions that have it.
    case deletedLayerVersion
    /// The number that a layer's next version gets.
    case nextLayerVersion
  }

  struct Key: Hashable {
    var kind: Kind
    var owner: LambdaFunction.Key
    var qualifier: String
  }

  /// A room of its own: the tables of mappings have their own steps.
  private static let schema = [
    """
    CREATE TABLE lambda_documents (kind TEXT NOT NULL, account TEXT NOT NULL, region TEXT NOT NULL, name TEXT NOT NULL,
      qualifier TEXT NOT NULL, document TEXT NOT NULL, UNIQUE (kind, account, region, name, qualifier));
    INSERT INTO lambda_documents SELECT 'function', account, region, name, '$LATEST', json_object('runtime', runtime,
      'role', role, 'handler', handler, 'description', description, 'timeout', timeout, 'memory', memory, 'environment',
      json(environment), 'storage', storage, 'architecture', architecture, 'log_group', log_group, 'code_id', code_id,
      'code_sha256', code_sha256, 'code_size', code_size, 'code_folder', code_folder, 'revision', revision, 'modified',
      modified) FROM lambda_functions;
    DROP TABLE lambda_functions;
    ALTER TABLE lambda_events ADD COLUMN qualifier TEXT;
    ALTER TABLE lambda_events ADD COLUMN trace TEXT;
    ALTER TABLE lambda_events ADD COLUMN target TEXT;
    ALTER TABLE lambda_events ADD COLUMN letter TEXT
    """
  ]

  private let database: Database
  private var documents: [Key: [UInt8]] = [:]
  private(set) var functions: [LambdaFunction.Key: [String: LambdaFunction]] = [:]
  private(set) var reserved: [LambdaFunction.Key: Int] = [:]

  /// After the tables of `LambdaStore` are there.
  init(_ database: Database) throws {
    self.database = database
    try Migrator.migrate(database, room: "lambda-functions", steps: DocumentStore.schema)
    let rows = try database.prepare(
      "SELECT kind, account, region, name, qualifier, document FROM lambda_documents"
    ).all([]) { row in
      (
        row.text(0), LambdaFunction.Key(account: row.text(1), region: row.text(2), name: row.text(3)), row.text(4),
        Array(row.text(5).utf8)
      )
    }
    for (name, owner, qualifier, document) in rows {
      guard let kind = Kind(rawValue: name) else { continue }
      keep(Key(kind: kind, owner: owner, qualifier: qualifier), document)
    }
  }

  subscript(_ kind: Kind, _ owner: LambdaFunction.Key, _ qualifier: String = "") -> [UInt8]? {
    documents[Key(kind: kind, owner: owner, qualifier: qualifier)]
  }

  func values<S: StructureShape>(
    _ kind: Kind, _ owner: LambdaFunction.Key, _ qualifier: String = "", as shape: S.Type
  ) throws(AWSError) -> Values<S>? {
    guard let document = self[kind, owner, qualifier] else { return nil }
    return Values<S>(try Structure(json: document, S.shape))
  }

  /// In byte order of the names, then of the qualifiers, numbers by their value. `name` nil: of all.
  func all(_ kind: Kind, _ account: String, _ region: String, name: String? = nil) -> [Key] {
    documents.keys.filter {
      $0.kind == kind && $0.owner.account == account && $0.owner.region == region
        && (name == nil || $0.owner.name == name)
    }.sorted { a, b in
      if a.owner.name != b.owner.name { return a.owner.name.utf8.lexicographicallyPrecedes(b.owner.name.utf8) }
      if let one = Int(a.qualifier), let other = Int(b.qualifier) { return one < other }
      return a.qualifier.utf8.lexicographicallyPrecedes(b.qualifier.utf8)
    }
  }

  func all(_ kind: Kind) -> [Key] { documents.keys.filter { $0.kind == kind } }

  func put(
    _ document: [UInt8], _ kind: Kind, _ owner: LambdaFunction.Key, _ qualifier: String = ""
  ) throws(AWSError) {
    do {
      try database.prepare("INSERT OR REPLACE INTO lambda_documents VALUES (?, ?, ?, ?, ?, ?)").run(
        .text(kind.rawValue), .text(owner.account), .text(owner.region), .text(owner.name), .text(qualifier),
        .text(String(decoding: document, as: UTF8.self)))
    } catch { throw AWSError.internal("\(error)") }
    set(Key(kind: kind, owner: owner, qualifier: qualifier), document)
  }

  /// Whether there was one.
  @discardableResult
  func remove(_ kind: Kind, _ owner: LambdaFunction.Key, _ qualifier: String = "") throws(AWSError) -> Bool {
    let key = Key(kind: kind, owner: owner, qualifier: qualifier)
    guard documents[key] != nil else { return false }
    do {
      try database.prepare(
        "DELETE FROM lambda_documents WHERE kind = ? AND account = ? AND region = ? AND name = ? AND qualifier = ?"
      ).run(.text(kind.rawValue), .text(owner.account), .text(owner.region), .text(owner.name), .text(qualifier))
    } catch { throw AWSError.internal("\(error)") }
    set(key, nil)
    return true
  }

  private func set(_ key: Key, _ document: [UInt8]?) {
    let old = documents[key]
    keep(key, document)
    database.round.onUndo { [self] in keep(key, old) }
  }

  private func keep(_ key: Key, _ document: [UInt8]?) {
    documents[key] = document
    switch key.kind {
    case .function:
      functions[key.owner, default: [:]][key.qualifier] = document.map {
        LambdaFunction(key.owner, version: key.qualifier, document: $0)
      }
      if functions[key.owner]?.isEmpty == true { functions[key.owner] = nil }
    case .reservedConcurrency:
      reserved[key.owner] = document.flatMap { Int(String(decoding: $0, as: UTF8.self)) }
    default: break
    }
  }
}
