import Protocols
import Storage

/// Which ClientRequestTokens stand for which transactions (TransactWriteItems, ExecuteTransaction), for ten minutes
/// after each. Loop only.
///
/// Tokens of transactions that were done are rows, committed with what they did. A token of a cancelled transaction is
/// bound to its payload too, although the cancellation takes back everything else: those are kept beside the store,
/// and a restart forgets them.
final class TransactionTokens {
  static let schema = """
    CREATE TABLE dynamodb_transaction_tokens (account TEXT NOT NULL, region TEXT NOT NULL, token TEXT NOT NULL,
      digest BLOB NOT NULL, until INTEGER NOT NULL, PRIMARY KEY (account, region, token));
    CREATE INDEX dynamodb_transaction_tokens_until ON dynamodb_transaction_tokens (until)
    """

  private static let lifetime: Int64 = 600_000

  private struct Name: Hashable {
    var account: String
    var region: String
    var token: String
  }

  private let database: Database
  private var cancelled: [Name: (digest: [UInt8], until: Int64)] = [:]

  init(_ database: Database) { self.database = database }

  /// What a payload is known by.
  static func digest(_ payload: [UInt8]) -> [UInt8] {
    let digest = Digest(.sha256)
    digest.update(payload)
    return digest.finish()
  }

  /// Whether the transaction was done before. Refuses a token that stands for another one.
  func wasDone(_ token: String, _ digest: [UInt8], _ request: RequestContext) throws(AWSError) -> Bool {
    let now = request.now.milliseconds
    if let bound = cancelled[name(token, request)], bound.until > now, bound.digest != digest {
      throw AWSError.mismatchedToken
    }
    let done = try guarded { () throws(DatabaseError) in
      try database.prepare(
        "SELECT digest FROM dynamodb_transaction_tokens WHERE account = ? AND region = ? AND token = ? AND until > ?"
      ).first([.text(request.account), .text(request.region), .text(token), .int(Int(now))]) { $0.blob(0) }
    }
    guard let done else { return false }
    if done != digest { throw AWSError.mismatchedToken }
    return true
  }

  /// With the transaction that is done now. Takes some of the tokens away whose time is over.
  func keep(_ token: String, _ digest: [UInt8], _ request: RequestContext) throws(AWSError) {
    let now = request.now.milliseconds
    try guarded { () throws(DatabaseError) in
      try database.prepare(
        """
        DELETE FROM dynamodb_transaction_tokens WHERE rowid IN
          (SELECT rowid FROM dynamodb_transaction_tokens WHERE until <= ? LIMIT 10)
        """
      ).run(.int(Int(now)))
      try database.prepare("INSERT OR REPLACE INTO dynamodb_transaction_tokens VALUES (?, ?, ?, ?, ?)").run(
        .text(request.account), .text(request.region), .text(token), .blob(digest), .int(Int(now + Self.lifetime)))
    }
  }

  /// The transaction was cancelled; its token stays bound to it.
  func bind(_ token: String, _ digest: [UInt8], _ request: RequestContext) {
    let now = request.now.milliseconds
    if cancelled.count > 1000 { cancelled = cancelled.filter { $0.value.until > now } }
    cancelled[name(token, request)] = (digest, now + Self.lifetime)
  }

  private func name(_ token: String, _ request: RequestContext) -> Name {
    Name(account: request.account, region: request.region, token: token)
  }

  private func guarded<Result>(_ body: () throws(DatabaseError) -> Result) throws(AWSError) -> Result {
    do { return try body() } catch { throw AWSError.internal("\(error)") }
  }
}
