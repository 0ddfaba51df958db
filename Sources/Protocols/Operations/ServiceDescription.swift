/// What a service is on the wire: its names, its protocols and the small habits in which AWS's services differ. A class,
/// since every request carries it.
package final class ServiceDescription: Sendable {
  package enum WireProtocol: Sendable, Equatable {
    /// `application/x-amz-json-<version>`, `1.0` or `1.1`.
    case awsJSON(version: String)
    case awsQuery
    case restXML
    case restJSON
    case rpcV2CBOR
    /// Kinesis' own: `application/x-amz-cbor-1.1`.
    case kinesisCBOR
  }

  /// Its name here and in ARNs, `kinesis`.
  package let name: String
  /// AWS's name of it, as an answer NotImplemented shows it.
  package let title: String
  /// The folder of its model in botocore, with the version; the House test reads it.
  package let model: String
  /// The service part of a credential scope, `kinesis`.
  package let signingName: String
  /// In front of the dot of `X-Amz-Target`; empty without one.
  package let targetPrefix: String
  /// The service's name in a Smithy RPC v2 path; empty without one.
  package let rpcServiceName: String
  /// `Version` of awsQuery.
  package let apiVersion: String
  package let xmlNamespace: String?
  /// How far the moments in an XML body go.
  package let xmlFraction: Timestamp.Fraction
  /// The first is the one an error of an unreadable request is told in.
  package let protocols: [WireProtocol]
  /// In front of `#` in `__type` (`com.amazonaws.dynamodb.v20120810`); empty for services that send the bare code.
  package let errorPrefix: String
  /// `message` or `Message`.
  package let messageKey: String
  /// The code of a violated constraint.
  package let validationCode: String
  /// The code of a failure of ours.
  package let internalCode: String
  /// Whether errors also carry `x-amzn-ErrorType`.
  package let sendsErrorType: Bool
  /// The largest body in bytes; past it 413.
  package let bodyLimit: Int
  /// The service's own words for an input that breaks a constraint; nil where the shared ones do.
  package let violation: (@Sendable (_ input: Structure) -> AWSError?)?
  /// What the service says of too many requests, where a fault is set (`/_cauce/faults`).
  package let throttled: AWSError
  /// The service's own words for an error that a fault names by its code; nil where a bare code does.
  package let fault: (@Sendable (_ code: String, _ operation: String, _ input: Structure) -> AWSError?)?
  /// Checks a body that comes whole before it is decoded (hashes in the head) and takes it out of a framing of its own.
  package let documentBody: (@Sendable (_ head: HTTPRequestHead, _ body: [UInt8]) throws(AWSError) -> [UInt8])?

  package init(
    name: String, title: String, model: String, signingName: String, targetPrefix: String = "",
    rpcServiceName: String = "",
    apiVersion: String = "", xmlNamespace: String? = nil, xmlFraction: Timestamp.Fraction = .shortest,
    protocols: [WireProtocol], errorPrefix: String = "",
    messageKey: String = "message", validationCode: String = "ValidationException",
    internalCode: String = "InternalFailure",
    sendsErrorType: Bool = false, bodyLimit: Int = 16 << 20,
    violation: (@Sendable (_ input: Structure) -> AWSError?)? = nil,
    throttled: AWSError = AWSError("ThrottlingException", "Rate exceeded"),
    fault: (@Sendable (_ code: String, _ operation: String, _ input: Structure) -> AWSError?)? = nil,
    documentBody: (@Sendable (_ head: HTTPRequestHead, _ body: [UInt8]) throws(AWSError) -> [UInt8])? = nil
  ) {
    self.name = name
    self.title = title
    self.model = model
    self.signingName = signingName
    self.targetPrefix = targetPrefix
    self.rpcServiceName = rpcServiceName
    self.apiVersion = apiVersion
    self.xmlNamespace = xmlNamespace
    self.xmlFraction = xmlFraction
    self.protocols = protocols
    self.errorPrefix = errorPrefix
    self.messageKey = messageKey
    self.validationCode = validationCode
    self.internalCode = internalCode
    self.sendsErrorType = sendsErrorType
    self.bodyLimit = bodyLimit
    self.violation = violation
    self.throttled = throttled
    self.fault = fault
    self.documentBody = documentBody
  }

  /// `__type` of an error. What AWS's front end says before the service is asked bears the front end's own name.
  package func errorType(_ code: String) -> String {
    if errorPrefix.isEmpty { return code }
    guard errorPrefix.hasPrefix("com.amazonaws.") else { return errorPrefix + "#" + code }
    switch code {
    case "ValidationException": return "com.amazon.coral.validate#" + code
    case "SerializationException", "UnknownOperationException", "UnrecognizedClientException",
      "InvalidSignatureException", "IncompleteSignatureException", "MissingAuthenticationTokenException",
      "ExpiredTokenException":
      return "com.amazon.coral.service#" + code
    default: return errorPrefix + "#" + code
    }
  }
}
