import Protocols

/// The body in which a runtime tells an error.
enum JSONErrorBody {
  static func type(of body: [UInt8]) -> String? { (try? JSONValue.parse(body))?["errorType"]?.string }

  /// An error of the initialisation knows no request; Lambda names the one that met it.
  static func naming(_ requestID: String, in body: [UInt8]) -> [UInt8] {
    guard case .object(var object)? = try? JSONValue.parse(body), object["requestId"]?.string == "" else { return body }
    object["requestId"] = .string(requestID)
    return JSONValue.object(object).bytes
  }
}
