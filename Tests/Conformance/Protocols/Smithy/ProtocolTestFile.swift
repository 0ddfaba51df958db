import Glibc
import Protocols

/// One file of the Smithy protocol tests: the cases and, built from its shapes, the operations they call. The files are not
/// part of the project; where they are looked for says `folder`.
final class ProtocolTestFile {
  /// The folder named by `CAUCE_PROTOCOL_TESTS`, else `shared/protocol-tests` beside the package; nil where there is none.
  static let folder: String? = {
    if let named = getenv("CAUCE_PROTOCOL_TESTS") { return String(cString: named) }
    let root = #filePath.split(separator: "/").dropLast(5).joined(separator: "/")
    let beside = "/" + root + "/../shared/protocol-tests"
    return access(beside, R_OK) == 0 ? beside : nil
  }()

  let json: JSONValue
  private let shapes: ProtocolShapes

  init(_ name: String) throws {
    let path = (ProtocolTestFile.folder ?? "") + "/" + name + ".json"
    guard let file = fopen(path, "r") else { throw FileMissing(path: path) }
    defer { fclose(file) }
    var bytes: [UInt8] = []
    var room = [UInt8](repeating: 0, count: 1 << 16)
    while true {
      let count = fread(&room, 1, room.count, file)
      if count == 0 { break }
      bytes.append(contentsOf: room[..<count])
    }
    json = try JSONValue.parse(bytes)
    var unwrapped: Set<String> = []
    for operation in json["operations"]?.object?.members ?? [] {
      if operation.value["traits"]?["s3UnwrappedXmlOutput"] != nil, let output = operation.value["output"]?.string {
        unwrapped.insert(output)
      }
    }
    shapes = ProtocolShapes(json["shapes"]?.object ?? JSONObject(), unwrapped: unwrapped)
  }

  struct FileMissing: Error { var path: String }

  func cases(_ list: String) -> [JSONValue] { json[list]?.array ?? [] }
  func operation(_ name: String) -> JSONValue { json["operations"]?[name] ?? .null }
  func shape(_ id: String) -> Shape { shapes.shape(id) }
  func model(_ id: String) -> JSONValue { shapes.models[id] ?? .null }
  var isBase64: Bool { json["bodyEncoding"]?.string == "base64" }

  func entry(_ name: String) -> OperationEntry {
    let model = operation(name)
    let http = model["http"].flatMap { http -> HTTPBinding? in
      guard let method = http["method"]?.string, let uri = http["uri"]?.string else { return nil }
      return HTTPBinding(method, uri, status: http["code"]?.int ?? 200)
    }
    return OperationEntry(
      name: name, input: shape(model["input"]), output: shape(model["output"]), http: http,
      perform: { (_: Structure, _: RequestContext) throws(AWSError) -> ErasedAnswer in
        throw AWSError.internal("no operation of the protocol tests is performed")
      })
  }

  private func shape(_ id: JSONValue?) -> Shape { id?.string.map { shape($0) } ?? Nothing.shape }

  /// The parts of a path that an operation's pattern names.
  static func labels(_ pattern: String, _ path: String) -> [(name: String, value: String)] {
    let wanted = (pattern.split(separator: "?").first ?? "").split(separator: "/")
    let given = path.split(separator: "/", omittingEmptySubsequences: false).dropFirst()
    var labels: [(name: String, value: String)] = []
    for (index, segment) in wanted.enumerated() where segment.hasPrefix("{") && index < given.count {
      let name = segment.dropFirst().dropLast()
      if name.hasSuffix("+") {
        labels.append((String(name.dropLast()), given.dropFirst(index).joined(separator: "/")))
      } else {
        labels.append((String(name), String(given[given.startIndex + index])))
      }
    }
    return labels
  }

  /// The description of the service that an operation belongs to.
  /// `messageKey`: the member of errors that holds their sentence; awsJson 1.1's errors come without a prefix.
  func description(
    of operation: JSONValue, _ wire: ServiceDescription.WireProtocol, messageKey: String = "message"
  ) -> ServiceDescription {
    let id = operation["service"]?.string ?? ""
    let service = json["services"]?[id] ?? .null
    let parts = id.split(separator: "#")
    return ServiceDescription(
      name: "test", title: "Test", model: "", signingName: "", targetPrefix: parts.last.map(String.init) ?? "",
      rpcServiceName: parts.last.map(String.init) ?? "", apiVersion: service["version"]?.string ?? "",
      xmlNamespace: service["traits"]?["xmlNamespace"]?["uri"]?.string, protocols: [wire],
      errorPrefix: wire == .awsJSON(version: "1.1") ? "" : parts.first.map(String.init) ?? "", messageKey: messageKey,
      sendsErrorType: true)
  }
}

/// Shapes built from their JSON form, each when it is first asked for: they may contain themselves.
///
/// `@unchecked Sendable`: targets hold it in closures that must be Sendable; a file is used by one test, in one thread.
final class ProtocolShapes: @unchecked Sendable {
  let models: [String: JSONValue]
  private var built: [String: Shape] = [:]

  /// The outputs whose one member is the root of the document.
  private let unwrapped: Set<String>

  init(_ shapes: JSONObject, unwrapped: Set<String>) {
    self.unwrapped = unwrapped
    models = Dictionary(shapes.members.map { ($0.key, $0.value) }, uniquingKeysWith: { _, last in last })
  }

  func shape(_ id: String) -> Shape {
    if let shape = built[id] { return shape }
    let model = models[id] ?? .null
    let traits = model["traits"] ?? .null
    let members = (model["members"]?.object?.members ?? []).map {
      member($0.key, $0.value, isUnwrapped: unwrapped.contains(id))
    }
    let shape = Shape(
      String(id.split(separator: "#").last ?? ""), kind(model), members: members,
      isSparse: traits["sparse"] != nil, xmlNamespace: ProtocolShapes.namespace(traits),
      xmlName: traits["xmlName"]?.string)
    built[id] = shape
    return shape
  }

  private func kind(_ model: JSONValue) -> Shape.Kind {
    switch model["type"]?.string {
    case "structure": .structure
    case "union": .union
    case "list": .list(target(model["member"]))
    case "map": .map(key: target(model["key"]), value: target(model["value"]))
    case "blob": .blob
    case "boolean": .boolean
    case "byte": .byte
    case "short": .short
    case "integer", "intEnum": .integer
    case "long": .long
    case "float": .float
    case "double": .double
    case "timestamp": .timestamp
    case "document": .document
    default: .string
    }
  }

  private func target(_ member: JSONValue?) -> Target {
    let id = member?["target"]?.string ?? ""
    let traits = member?["traits"] ?? .null
    let own = models[id]?["traits"] ?? .null
    return Target(
      self.shape(id), xmlName: traits["xmlName"]?.string, xmlNamespace: ProtocolShapes.namespace(traits),
      timestampFormat: ProtocolShapes.format(traits) ?? ProtocolShapes.format(own))
  }

  private func member(_ name: String, _ model: JSONValue, isUnwrapped: Bool) -> AnyMember {
    let traits = model["traits"] ?? .null
    let id = model["target"]?.string ?? ""
    var all: [Trait] = isUnwrapped ? [.unwrapped] : []
    for (key, value) in (traits.object?.members ?? []).map({ ($0.key, $0.value) }) {
      switch key {
      case "httpHeader": all.append(.header(value.string ?? ""))
      case "httpPrefixHeaders": all.append(.prefixHeaders(value.string ?? ""))
      case "httpQuery": all.append(.query(value.string ?? ""))
      case "httpQueryParams": all.append(.queryParameters)
      case "httpLabel": all.append(.label)
      case "httpPayload": all.append(.payload)
      case "httpResponseCode": all.append(.statusCode)
      case "xmlName": all.append(.xmlName(value.string ?? ""))
      case "jsonName": all.append(.jsonName(value.string ?? ""))
      case "xmlFlattened": all.append(.flattened)
      case "xmlAttribute": all.append(.xmlAttribute)
      case "streaming": all.append(.streaming)
      case "xmlNamespace":
        all.append(.xmlNamespace(value["uri"]?.string ?? "", prefix: value["prefix"]?.string))
      default: break
      }
    }
    if models[id]?["traits"]?["streaming"] != nil { all.append(.streaming) }
    if let format = ProtocolShapes.format(traits) { all.append(.timestamp(format)) }
    return AnyMember(name, required: traits["required"] != nil, all) { _ in self.target(model) }
  }

  private static func namespace(_ traits: JSONValue) -> XMLNamespace? {
    guard let uri = traits["xmlNamespace"]?["uri"]?.string else { return nil }
    return XMLNamespace(uri: uri, prefix: traits["xmlNamespace"]?["prefix"]?.string)
  }

  private static func format(_ traits: JSONValue) -> TimestampFormat? {
    switch traits["timestampFormat"]?.string {
    case "epoch-seconds": .epochSeconds
    case "date-time": .dateTime
    case "http-date": .httpDate
    default: nil
    }
  }
}
