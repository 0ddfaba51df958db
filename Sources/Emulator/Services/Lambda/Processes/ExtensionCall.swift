import Protocols

/// A call of the Lambda Extensions API, as its path names it
/// (https://docs.aws.amazon.com/lambda/latest/dg/runtimes-extensions-api.html).
enum ExtensionCall: Equatable {
  case register
  case next
  case initError
  case exitError
  /// Subscriptions to logs and telemetry, which are not emulated: the API's name.
  case subscription(String)

  private static let base = "/2020-01-01/extension/"

  init?(_ head: HTTPRequestHead) {
    switch (head.method, head.path) {
    case ("POST", ExtensionCall.base + "register"): self = .register
    case ("GET", ExtensionCall.base + "event/next"): self = .next
    case ("POST", ExtensionCall.base + "init/error"): self = .initError
    case ("POST", ExtensionCall.base + "exit/error"): self = .exitError
    case ("PUT", "/2022-07-01/telemetry"): self = .subscription("Telemetry")
    case ("PUT", "/2020-08-15/logs"): self = .subscription("Logs")
    default: return nil
    }
  }

  /// What the API answers to what it does not take: 403, in the words of AWS's own Runtime Interface Emulator.
  struct Refusal: Error, Equatable {
    var type: String
    var message: String

    var body: String {
      var writer = JSONWriter()
      writer.beginObject()
      writer.key("errorMessage")
      writer.string(message)
      writer.key("errorType")
      writer.string(type)
      writer.endObject()
      return String(decoding: writer.bytes, as: UTF8.self)
    }

    static let noName = Refusal(type: "Extension.InvalidExtensionName", message: "Empty extension name")
    static let noIdentifier = Refusal(
      type: "Extension.MissingExtensionIdentifier", message: "Missing Lambda-Extension-Identifier header")
    static let invalidIdentifier = Refusal(
      type: "Extension.InvalidExtensionIdentifier", message: "Invalid Lambda-Extension-Identifier")
    static let noErrorType = Refusal(
      type: "Extension.MissingHeader", message: "Lambda-Extension-Function-Error-Type not found")
    static let closed = Refusal(
      type: "Extension.RegistrationClosed", message: "Extension registration closed already")
    static let nameTaken = Refusal(
      type: "Extension.InvalidExtensionState", message: "Extension with this name already registered")
    static let tooMany = Refusal(
      type: "Extension.TooManyExtensions", message: "Extension limit (\(Extensions.limit)) reached")

    static func unknown(_ id: String) -> Refusal {
      Refusal(type: "Extension.UnknownExtensionIdentifier", message: "Unknown extension \(id)")
    }
    static func format(_ reason: String) -> Refusal { Refusal(type: "InvalidRequestFormat", message: reason) }
    static func event(_ name: String, _ reason: String) -> Refusal {
      Refusal(type: "Extension.InvalidEventType", message: "\(name): \(reason)")
    }
    static func state(_ from: String, _ to: String, of who: String) -> Refusal {
      Refusal(
        type: "Extension.InvalidExtensionState",
        message: "State transition from \(from) to \(to) failed for extension \(who). Error: State transition is not "
          + "allowed")
    }
  }
}
