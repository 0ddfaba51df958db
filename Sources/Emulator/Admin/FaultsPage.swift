import Protocols
import Runtime

extension AdminRoom {
  /// Faults on purpose, so that a client's retries can be tried:
  ///
  ///     GET    /_cauce/faults                              those that are set, and how often each has struck
  ///     POST   /_cauce/faults?service=dynamodb&operation=PutItem&kind=throttle&rate=0.5&times=3
  ///     DELETE /_cauce/faults[?service=dynamodb][&operation=PutItem]
  ///
  /// `kind`: `throttle`; `error` (an internal failure, or `code=`, `message=`, `status=`; `code=TransactionConflict` cancels a
  /// transaction); `latency` with `milliseconds=`; `drop` (the connection ends without an answer). Without `operation`, all
  /// of the service's; without `rate`, every request; without `times`, until it is deleted.
  func faults(_ call: AdminCall) {
    guard let faults else { return call.answer(503, ["error": "there is no gateway"]) }
    switch call.method {
    case "POST":
      switch fault(call) {
      case .success(let fault): faults.set(fault)
      case .failure(let refusal):
        return call.answer(400, ["error": .string(refusal.message)])
      }
    case "DELETE": faults.clear(service: call.parameter("service"), operation: call.parameter("operation"))
    default: break
    }
    call.answer(200, .array(faults.all.map(AdminRoom.json)))
  }

  private struct Refusal: Error { var message: String }

  private func fault(_ call: AdminCall) -> Result<Faults.Fault, Refusal> {
    func refused(_ message: String) -> Result<Faults.Fault, Refusal> { .failure(Refusal(message: message)) }
    let known = ["service", "operation", "kind", "rate", "times", "code", "message", "status", "milliseconds"]
    for field in call.query where !known.contains(field.name) { return refused("there is no parameter \(field.name)") }
    guard let name = call.parameter("service"),
      let service = services.first(where: { type(of: $0).description.name == name })
    else {
      return refused("service takes one of: \(services.map { type(of: $0).description.name }.joined(separator: ", "))")
    }
    let operation = call.parameter("operation")
    if let operation, !service.operations.contains(where: { $0.name == operation }) {
      return refused("\(name) has no operation \(operation)")
    }
    guard let rate = Double(call.parameter("rate") ?? "1"), rate > 0, rate <= 1 else {
      return refused("rate takes a number above 0, up to 1")
    }
    let times = call.parameter("times")
    guard times == nil || (times.flatMap { Int($0) } ?? 0) > 0 else {
      return refused("times takes a number, 1 or more")
    }
    let kind: Faults.Kind
    switch call.parameter("kind") {
    case "throttle": kind = .throttle
    case "drop": kind = .drop
    case "latency":
      guard let wait = call.parameter("milliseconds").flatMap({ Int($0) }), wait > 0, wait <= 3_600_000 else {
        return refused("milliseconds takes a number from 1 to 3600000")
      }
      kind = .latency(milliseconds: wait)
    case "error":
      let status = call.parameter("status")
      guard status == nil || (400..<600).contains(status.flatMap { Int($0) } ?? 0) else {
        return refused("status takes a number from 400 to 599")
      }
      kind = .error(
        code: call.parameter("code"), message: call.parameter("message"), status: status.flatMap { Int($0) })
    default: return refused("kind takes one of: throttle, error, latency, drop")
    }
    return .success(
      Faults.Fault(
        service: name, operation: operation, kind: kind, rate: rate, times: times.flatMap { Int($0) }))
  }

  private static func json(_ fault: Faults.Fault) -> JSONValue {
    var members: [JSONObject.Member] = [
      .init(key: "service", value: .string(fault.service)),
      .init(key: "operation", value: fault.operation.map { .string($0) } ?? .null),
      .init(key: "kind", value: .string(fault.kind.name)),
      .init(key: "rate", value: .number(String(fault.rate))),
      .init(key: "left", value: fault.left.map { .number(String($0)) } ?? .null),
      .init(key: "struck", value: .number(String(fault.struck))),
    ]
    switch fault.kind {
    case .latency(let wait): members.append(.init(key: "milliseconds", value: .number(String(wait))))
    case .error(let code, let message, let status):
      members.append(.init(key: "code", value: code.map { .string($0) } ?? .null))
      members.append(.init(key: "message", value: message.map { .string($0) } ?? .null))
      members.append(.init(key: "status", value: status.map { .number(String($0)) } ?? .null))
    case .throttle, .drop: break
    }
    return .object(JSONObject(members))
  }
}
