import Protocols

/// Every service and operation, and the rules by which a request finds its own (wire: "Which service, which operation").
final class Registry {
  /// A service as the registry keeps it.
  final class Room {
    let description: ServiceDescription
    let entries: [String: OperationEntry]
    let unbuilt: Set<String>
    let routes: RestRouter
    let formats: [(ServiceDescription.WireProtocol, any WireFormat)]
    let identity: ObjectIdentifier
    let crossOrigin: (HTTPRequestHead) -> CrossOrigin?
    /// The operations as one of `formats` speaks of them, by that format's place.
    private let targets: [[String: Target]]

    init(_ service: any Service) {
      let type = Swift.type(of: service)
      let description = type.description
      self.description = description
      identity = ObjectIdentifier(type)
      let operations = service.operations + service.unmodelled
      entries = Dictionary(uniqueKeysWithValues: operations.map { ($0.name, $0) })
      unbuilt = Set(type.unbuilt.map(\.name)).union(type.newer)
      routes = RestRouter(operations, type.unbuilt)
      crossOrigin = { service.crossOrigin($0) }
      let formats = description.protocols.map { ($0, description.format($0)) }
      self.formats = formats
      targets = formats.map { _, format in
        Dictionary(
          uniqueKeysWithValues: operations.map { ($0.name, Target(service: description, entry: $0, format: format)) })
      }
    }

    var firstFormat: any WireFormat { formats[0].1 }

    /// The place of the first format that matches.
    func format(where matches: (ServiceDescription.WireProtocol) -> Bool) -> Int? {
      formats.firstIndex { matches($0.0) }
    }

    func target(_ name: String, format: Int) -> Target? { targets[format][name] }
  }

  /// A built operation, and how to speak of it. Made once for each format; every request carries one.
  final class Target: Sendable {
    let service: ServiceDescription
    let entry: OperationEntry
    let format: any WireFormat

    init(service: ServiceDescription, entry: OperationEntry, format: any WireFormat) {
      self.service = service
      self.entry = entry
      self.format = format
    }
  }

  typealias Labels = [(name: String, value: String)]

  enum Route {
    /// `labels` are the parts of the path that a REST binding names.
    case operation(Target, Labels)
    /// The operation's name is in the form of the body; one of these services has it.
    case form([Room])
    case refused(AWSError, (any WireFormat)?, ServiceDescription?, operation: String)

    var service: ServiceDescription? {
      switch self {
      case .operation(let target, _): target.service
      case .refused(_, _, let service, _): service
      case .form: nil
      }
    }
  }

  private let rooms: [Room]
  private var byTargetPrefix: [String: Room] = [:]
  /// The operations of the JSON services by their `X-Amz-Target`, in JSON and in Kinesis' CBOR.
  private var byTarget = ByteTable<(json: Target, cbor: Target?)>()
  private var byRPCName: [String: Room] = [:]
  private var bySigningName: [String: [Room]] = [:]
  private var byIdentity: [ObjectIdentifier: Room] = [:]
  private let s3: Room?

  init(_ services: [any Service]) {
    rooms = services.map { Room($0) }
    for room in rooms {
      byIdentity[room.identity] = room
      if !room.description.targetPrefix.isEmpty {
        byTargetPrefix[room.description.targetPrefix] = room
        let json = room.format(where: Registry.isJSON) ?? 0
        let cbor = room.format { $0 == .kinesisCBOR }
        for name in room.entries.keys {
          guard let target = room.target(name, format: json) else { continue }
          byTarget.insert(
            "\(room.description.targetPrefix).\(name)", (target, cbor.flatMap { room.target(name, format: $0) }))
        }
      }
      if !room.description.rpcServiceName.isEmpty { byRPCName[room.description.rpcServiceName] = room }
      bySigningName[room.description.signingName, default: []].append(room)
    }
    s3 = rooms.first { $0.description.name == "s3" }
  }

  func room(of service: ObjectIdentifier) -> Room? { byIdentity[service] }

  /// The rules for browsers of the service that a request is for.
  func crossOrigin(_ head: HTTPRequestHead, for service: String?) -> (rule: CrossOrigin, room: Room)? {
    guard let service, let room = rooms.first(where: { $0.description.name == service }),
      let rule = room.crossOrigin(head)
    else { return nil }
    return (rule, room)
  }

  // MARK: The rules, in order

  func route(_ head: HTTPRequestHead) -> Route {
    // (1) X-Amz-Target: `Kinesis_20131202.PutRecord`.
    let known = head.fields.withValue(of: .target) { $0.flatMap { byTarget[$0] } }
    if let known {
      let cbor = known.cbor.flatMap { isCBOR(head) ? $0 : nil }
      return .operation(cbor ?? known.json, [])
    }
    if let target = head.fields[.target] {
      let dot = target.utf8.lastIndex(of: UInt8(ascii: "."))
      let prefix = dot.map { String(target[..<$0]) } ?? ""
      let name = dot.map { String(target[target.utf8.index(after: $0)...]) } ?? target
      if let room = byTargetPrefix[prefix] { return self.operation(name, in: room, format: jsonFormat(of: room, head)) }
      return foreign(head, CredentialScope(head)?.service ?? prefix, operation: name)
    }
    // (2) Smithy RPC v2: `/service/<S>/operation/<O>`.
    if head.fields[.smithyProtocol] == "rpc-v2-cbor" {
      let parts = head.path.split(separator: "/")
      if parts.count >= 4, parts[parts.count - 4] == "service", parts[parts.count - 2] == "operation" {
        let name = String(parts[parts.count - 1])
        if let room = byRPCName[String(parts[parts.count - 3])],
          let format = room.format(where: { $0 == .rpcV2CBOR })
        {
          return self.operation(name, in: room, format: format)
        }
        return foreign(head, String(parts[parts.count - 3]), operation: name)
      }
    }
    let isForm = head.fields.withValue(of: .contentType) { Registry.begins($0, "application/x-www-form-urlencoded") }
    // (3) The credential scope.
    if let scope = CredentialScope(head), !scope.service.isEmpty {
      guard let candidates = bySigningName[scope.service] else {
        return foreign(head, scope.service, operation: action(of: head) ?? "")
      }
      return route(head, among: candidates, isForm: isForm)
    }
    // (4) `Action=` in the address or in the form.
    if let action = action(of: head) {
      for room in rooms where room.speaksQuery && room.knows(action) && room.matches(version: head) {
        return self.operation(action, in: room, format: 0)
      }
    }
    if isForm, head.method == "POST", head.path == "/" { return .form(rooms.filter(\.speaksQuery)) }
    // (5) The host: `kinesis.us-east-1.amazonaws.com`; a bucket's host is S3's own matter.
    if let host = head.fields[.host], let first = host.split(separator: ".").first,
      let candidates = bySigningName[String(first)], host.contains(".amazonaws.com"), first != "s3"
    {
      return route(head, among: candidates, isForm: isForm)
    }
    // (6) The path: the dated prefixes of Lambda and its like. `/v2/` is the container registry's.
    for room in rooms where room.description.protocols.contains(.restJSON) {
      if let found = room.routes.match(head, path: head.path) { return rest(found, room) }
    }
    if head.path == "/v2/" || head.path.hasPrefix("/v2/_catalog") { return foreign(head, "ecr", operation: "") }
    // (8) Else S3.
    guard let s3 else { return .refused(.unknownOperation(status: 404), nil, nil, operation: "") }
    return route(head, among: [s3], isForm: false)
  }

  /// A form without a signature: its `Action` and `Version` decide.
  func route(form: [UInt8], _ head: HTTPRequestHead, _ candidates: [Room]) -> Route {
    var action: String?
    var version: String?
    for field in fields(form) {
      if field.name == "Action" { action = field.value }
      if field.name == "Version" { version = field.value }
    }
    guard let action else {
      let room = candidates.first
      return .refused(
        AWSError("MissingAction", "The request is missing an action or a required parameter.", status: 400),
        room?.firstFormat, room?.description, operation: "")
    }
    for room in candidates where room.knows(action) {
      if candidates.count > 1, let version, version != room.description.apiVersion { continue }
      return self.operation(action, in: room, format: 0)
    }
    let room = candidates.first
    return .refused(
      AWSError("InvalidAction", "Could not find operation \(action) for version \(version ?? "NO_VERSION_SPECIFIED")"),
      room?.firstFormat, room?.description, operation: action)
  }

  private func route(_ head: HTTPRequestHead, among candidates: [Room], isForm: Bool) -> Route {
    for room in candidates {
      if room.speaksQuery {
        if let action = action(of: head) { return self.operation(action, in: room, format: 0) }
        return .form([room])
      }
      if room.routes.isEmpty { continue }
      if room.description.name == "s3", let bucket = S3Address.website(head),
        let target = room.target("GetWebsite", format: 0)
      {
        return .operation(target, [("Bucket", bucket)])
      }
      let path = room.description.name == "s3" ? S3Address.path(head) : head.path
      if let found = room.routes.match(head, path: path) { return rest(found, room) }
    }
    let room = candidates[0]
    if room.description.name == "s3" {
      return .refused(
        AWSError("MethodNotAllowed", "The specified method is not allowed against this resource.", status: 405),
        room.firstFormat, room.description, operation: "")
    }
    return .refused(.unknownOperation(status: 404), room.firstFormat, room.description, operation: "")
  }

  private func operation(_ name: String, in room: Room, format place: Int) -> Route {
    if let target = room.target(name, format: place) { return .operation(target, []) }
    let format = room.formats[place].1
    if room.unbuilt.contains(name) {
      return .refused(.notImplemented(name, room.description.title), format, room.description, operation: name)
    }
    if room.speaksQuery {
      return .refused(
        AWSError("InvalidAction", "Could not find operation \(name) for version \(room.description.apiVersion)"),
        format,
        room.description, operation: name)
    }
    return .refused(.unknownOperation(), format, room.description, operation: name)
  }

  private func rest(_ found: RestRouter.Match, _ room: Room) -> Route {
    guard let target = room.target(found.operation, format: 0) else {
      return .refused(
        .notImplemented(found.operation, room.description.title), room.firstFormat, room.description,
        operation: found.operation)
    }
    return .operation(target, found.labels)
  }

  private func jsonFormat(of room: Room, _ head: HTTPRequestHead) -> Int {
    if isCBOR(head), let format = room.format(where: { $0 == .kinesisCBOR }) { return format }
    return room.format(where: Registry.isJSON) ?? 0
  }

  private static func isJSON(_ name: ServiceDescription.WireProtocol) -> Bool {
    if case .awsJSON = name { return true }
    return false
  }

  /// Kinesis' own form, `application/x-amz-cbor-1.1`, or `application/cbor`.
  private func isCBOR(_ head: HTTPRequestHead) -> Bool {
    head.fields.withValue(of: .contentType) {
      Registry.begins($0, "application/x-amz-cbor") || Registry.begins($0, "application/cbor")
    }
  }

  private static func begins(_ value: UnsafeRawBufferPointer?, _ word: StaticString) -> Bool {
    guard let value, value.count >= word.utf8CodeUnitCount else { return false }
    for index in 0..<word.utf8CodeUnitCount where value[index] != word.utf8Start[index] { return false }
    return true
  }

  private func action(of head: HTTPRequestHead) -> String? {
    guard !head.query.isEmpty else { return nil }
    for field in fields(Array(head.query.utf8)) where field.name == "Action" { return field.value }
    return nil
  }

  /// (7) A service of AWS that is not emulated: refused in the protocol that it would speak, never taken for S3.
  private func foreign(_ head: HTTPRequestHead, _ service: String, operation: String) -> Route {
    let name = operation.isEmpty ? "this request" : operation
    let error = AWSError("NotImplemented", "The service \(service) (\(name)) is not emulated.", status: 501)
    let description: ServiceDescription
    if head.fields.has(.target) {
      description = ServiceDescription(
        name: service, title: service, model: "", signingName: service, protocols: [.awsJSON(version: "1.1")])
    } else if head.fields.withValue(of: .contentType, { Registry.begins($0, "application/x-www-form-urlencoded") }) {
      description = ServiceDescription(
        name: service, title: service, model: "", signingName: service, protocols: [.awsQuery])
    } else {
      description = ServiceDescription(
        name: service, title: service, model: "", signingName: service, protocols: [.restJSON])
    }
    return .refused(error, description.format(description.protocols[0]), description, operation: operation)
  }
}

/// The fields of a form or query; none when it cannot be read, which the operation's own protocol then reports.
private func fields(_ text: [UInt8]) -> [Form.Field] { (try? Form.parse(text)) ?? [] }

extension Registry.Room {
  var speaksQuery: Bool { description.protocols.contains(.awsQuery) }
  func knows(_ action: String) -> Bool { entries[action] != nil || unbuilt.contains(action) }
  /// Without a `Version` (the links in e-mails) the action alone decides.
  func matches(version head: HTTPRequestHead) -> Bool {
    for field in fields(Array(head.query.utf8)) where field.name == "Version" {
      return field.value == description.apiVersion
    }
    return true
  }
}
