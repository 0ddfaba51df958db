package import Protocols

/// What AWS says of a signature that does not stand: S3 in its own words, the JSON protocols in theirs, awsQuery in others
/// (https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html,
/// https://docs.aws.amazon.com/awssupport/latest/APIReference/CommonErrors.html).
struct AuthenticationErrors {
  private enum Dialect {
    case s3, query, json
  }

  private let dialect: Dialect
  /// Of the JSON protocols: REST answers 403, the others 400.
  private let status: Int
  private let head: HTTPRequestHead
  private let now: Timestamp
  /// `x-amz-content-sha256`
  let hash: String

  init(_ service: ServiceDescription, _ head: HTTPRequestHead, _ now: Timestamp) {
    if service.name == "s3" {
      dialect = .s3
    } else {
      dialect = service.protocols.first == .awsQuery ? .query : .json
    }
    status = service.protocols.first == .restJSON || dialect != .json ? 403 : 400
    self.head = head
    self.now = now
    hash = head.fields["x-amz-content-sha256"] ?? ""
  }

  // MARK: What S3 asks of the form

  /// Of a request without a signature: another way of signing is none that S3 takes.
  func checkUnsigned() throws(AWSError) {
    if let authorization = head.fields["Authorization"] {
      if authorization.isEmpty { return }
      throw AWSError(
        "InvalidArgument", "Unsupported Authorization Type",
        elements: [
          ("ArgumentName", "Authorization"), ("ArgumentValue", authorization),
        ])
    }
  }

  func checkHash(_ signature: SignatureV4) throws(AWSError) {
    guard case .header = signature.place else { return }
    if hash.isEmpty {
      throw AWSError("InvalidRequest", "Missing required header for this request: x-amz-content-sha256")
    }
    switch hash {
    case CanonicalRequest.unsignedPayload, "STREAMING-UNSIGNED-PAYLOAD-TRAILER",
      "STREAMING-AWS4-HMAC-SHA256-PAYLOAD", "STREAMING-AWS4-HMAC-SHA256-PAYLOAD-TRAILER":
      return
    default:
      guard hash.utf8.count == 64, hash.utf8.allSatisfy({ $0 &- 48 < 10 || $0 &- 97 < 6 }) else {
        throw AWSError(
          "InvalidArgument",
          "x-amz-content-sha256 must be UNSIGNED-PAYLOAD, STREAMING-UNSIGNED-PAYLOAD-TRAILER, "
            + "STREAMING-AWS4-HMAC-SHA256-PAYLOAD, STREAMING-AWS4-HMAC-SHA256-PAYLOAD-TRAILER, "
            + "STREAMING-AWS4-ECDSA-P256-SHA256-PAYLOAD, STREAMING-AWS4-ECDSA-P256-SHA256-PAYLOAD-TRAILER or a valid "
            + "sha256 value.",
          elements: [("ArgumentName", "x-amz-content-sha256"), ("ArgumentValue", hash)])
      }
    }
  }

  /// Whoever changes a request on its way must not be able to add what S3 acts on.
  func checkSignedHeaders(_ signature: SignatureV4) throws(AWSError) {
    var unsigned: [String] = []
    for field in head.fields.all {
      let name = field.name.lowercased()
      guard name == "host" || name.hasPrefix("x-amz-"), name != "x-amz-content-sha256" else { continue }
      if !signature.signedHeaders.contains(name) { unsigned.append(name) }
    }
    if unsigned.isEmpty { return }
    throw AWSError(
      "AccessDenied", "There were headers present in the request which were not signed", status: 403,
      elements: [("HeadersNotSigned", unsigned.joined(separator: ", "))])
  }

  // MARK: The words

  func missing() -> AWSError {
    switch dialect {
    case .s3: AWSError("AccessDenied", "Access Denied", status: 403)
    case .query:
      AWSError("MissingAuthenticationToken", "Request is missing Authentication Token", status: 403)
    case .json: AWSError("MissingAuthenticationTokenException", "Missing Authentication Token", status: status)
    }
  }

  func unknown(_ accessKey: String) -> AWSError {
    switch dialect {
    case .s3:
      AWSError(
        "InvalidAccessKeyId", "The AWS Access Key Id you provided does not exist in our records.", status: 403,
        elements: [("AWSAccessKeyId", accessKey)])
    case .query:
      AWSError("InvalidClientTokenId", "The security token included in the request is invalid.", status: 403)
    case .json:
      AWSError("UnrecognizedClientException", "The security token included in the request is invalid.", status: status)
    }
  }

  func invalidToken(_ accessKey: String, _ token: String?) -> AWSError {
    guard dialect == .s3, let token else { return unknown(accessKey) }
    return AWSError(
      "InvalidToken", "The provided token is malformed or otherwise invalid.", elements: [("Token-0", token)])
  }

  func expiredToken(_ token: String?) -> AWSError {
    switch dialect {
    case .s3: AWSError("ExpiredToken", "The provided token has expired.", elements: [("Token-0", token ?? "")])
    case .query: AWSError("ExpiredToken", "The security token included in the request is expired", status: 403)
    case .json:
      AWSError("ExpiredTokenException", "The security token included in the request is expired", status: status)
    }
  }

  /// The credential is one of another service or region.
  func scope(_ wanted: String) -> AWSError {
    AWSError("InvalidSignatureException", "Credential should be scoped \(wanted)", status: status)
  }

  func error(_ error: SignatureError, _ signature: SignatureV4? = nil) -> AWSError {
    if dialect == .s3 { return s3(error, signature) }
    let code = dialect == .query ? "SignatureDoesNotMatch" : "InvalidSignatureException"
    switch error {
    case .incomplete(let part):
      return incomplete(
        "Authorization header requires '\(part)' parameter. Authorization=\(head.fields["Authorization"] ?? "")")
    case .malformedCredential(let text):
      return incomplete(
        "Credential must have exactly 5 slash-delimited elements, e.g. "
          + "keyid/date/region/service/term, got '\(text)'")
    case .malformedDate(let text):
      return incomplete(
        "Date must be in ISO-8601 'basic format'. Got '\(text)'. See http://en.wikipedia.org/wiki/ISO_8601")
    case .malformedExpiry(let text): return incomplete("X-Amz-Expires is invalid: '\(text)'")
    case .missingSignedHeader(let name):
      return AWSError(
        code, "'\(name)' must be a 'SignedHeader' in the AWS Authorization that is present in the request.",
        status: status)
    case .scopeDate:
      return AWSError(
        code, "Date in Credential scope does not match YYYYMMDD from ISO-8601 version of date from HTTP",
        status: status)
    case .skewed(let request, let server): return AWSError(code, skew(request, server), status: status)
    case .notYetValid(let time): return AWSError(code, skew(time, now), status: status)
    case .expired(_, let at, let server):
      return AWSError(
        code, "Signature expired: \(at.basicISO8601) is now earlier than \(server.basicISO8601)", status: status)
    case .mismatch(let request, let text):
      return AWSError(
        code,
        "The request signature we calculated does not match the signature you provided. Check your AWS Secret Access "
          + "Key and signing method. Consult the service documentation for details.\n\nThe Canonical String for this "
          + "request should have been\n'\(request)'\n\nThe String-to-Sign should have been\n'\(text)'\n",
        status: status)
    }
  }

  private func skew(_ request: Timestamp, _ server: Timestamp) -> String {
    if request < server {
      let edge = server.adding(seconds: -SignatureV4.skew)
      return "Signature expired: \(request.basicISO8601) is now earlier than \(edge.basicISO8601) "
        + "(\(server.basicISO8601) - 15 min.)"
    }
    let edge = server.adding(seconds: SignatureV4.skew)
    return "Signature not yet current: \(request.basicISO8601) is still later than \(edge.basicISO8601) "
      + "(\(server.basicISO8601) + 15 min.)"
  }

  private func incomplete(_ message: String) -> AWSError {
    AWSError(dialect == .query ? "IncompleteSignature" : "IncompleteSignatureException", message, status: status)
  }

  private func s3(_ error: SignatureError, _ signature: SignatureV4?) -> AWSError {
    let isQuery = head.fields["Authorization"] == nil
    func malformed(_ message: String) -> AWSError {
      isQuery
        ? AWSError("AuthorizationQueryParametersError", message)
        : AWSError("AuthorizationHeaderMalformed", "The authorization header is malformed; " + message)
    }
    switch error {
    case .incomplete(let part):
      if isQuery, !head.query.contains("X-Amz-") {
        return AWSError(
          "AccessDenied", "Query-string authentication requires the Signature, Expires and AWSAccessKeyId parameters",
          status: 403)
      }
      if part == "X-Amz-Date", !isQuery {
        return AWSError("AccessDenied", "AWS authentication requires a valid Date or x-amz-date header", status: 403)
      }
      return malformed(
        isQuery
          ? "Query-string authentication version 4 requires the X-Amz-Algorithm, X-Amz-Credential, X-Amz-Signature, "
            + "X-Amz-Date, X-Amz-SignedHeaders, and X-Amz-Expires parameters."
          : "the authorization component \"\(part)\" is missing.")
    case .malformedCredential(let text):
      return malformed(
        "Error parsing the X-Amz-Credential parameter; the Credential is mal-formed; expecting "
          + "\"<YOUR-AKID>/YYYYMMDD/REGION/SERVICE/aws4_request\": \(text)")
    case .malformedDate:
      if isQuery {
        return malformed("X-Amz-Date must be in the ISO8601 Long Format \"yyyyMMdd'T'HHmmss'Z'\"")
      }
      return AWSError("AccessDenied", "AWS authentication requires a valid Date or x-amz-date header", status: 403)
    case .malformedExpiry(let text):
      guard let number = Int(text) else { return malformed("X-Amz-Expires should be a number") }
      return malformed(
        number < 0
          ? "X-Amz-Expires must be non-negative"
          : "X-Amz-Expires must be less than a week (in seconds); that is, the given X-Amz-Expires must be less than "
            + "604800 seconds")
    case .scopeDate: return malformed("Invalid credential date. This date is not the same as X-Amz-Date.")
    case .missingSignedHeader(let name):
      return AWSError(
        "AccessDenied", "There were headers present in the request which were not signed", status: 403,
        elements: [("HeadersNotSigned", name)])
    case .skewed(let request, let server):
      return AWSError(
        "RequestTimeTooSkewed", "The difference between the request time and the current time is too large.",
        status: 403,
        elements: [
          ("RequestTime", request.basicISO8601), ("ServerTime", server.iso8601(.none)),
          ("MaxAllowedSkewMilliseconds", "\(SignatureV4.skew * 1000)"),
        ])
    case .notYetValid(let time):
      return AWSError(
        "AccessDenied", "Request is not yet valid", status: 403,
        elements: [("X-Amz-Date", time.basicISO8601), ("ServerTime", now.iso8601(.none))])
    case .expired(let expires, let at, let server):
      return AWSError(
        "AccessDenied", "Request has expired", status: 403,
        elements: [
          ("X-Amz-Expires", "\(expires)"), ("Expires", at.iso8601(.none)), ("ServerTime", server.iso8601(.none)),
        ])
    case .mismatch(let request, let text):
      return AWSError(
        "SignatureDoesNotMatch",
        "The request signature we calculated does not match the signature you provided. Check your key and signing "
          + "method.", status: 403,
        elements: [
          ("AWSAccessKeyId", signature?.credential.accessKey ?? ""), ("StringToSign", text),
          ("SignatureProvided", signature?.signature ?? ""), ("StringToSignBytes", AuthenticationErrors.bytes(text)),
          ("CanonicalRequest", request), ("CanonicalRequestBytes", AuthenticationErrors.bytes(request)),
        ])
    }
  }

  /// `41 57 53`, as S3 shows what was signed.
  private static func bytes(_ text: String) -> String {
    text.utf8.map { Hex.encode([$0]) }.joined(separator: " ")
  }

  /// What is said of a body that is not the one that was signed.
  func error(_ failure: SignedBody.Failure) -> AWSError {
    if case .signature(let error) = failure { return self.error(error) }
    return .signedBody(failure)
  }
}

extension AWSError {
  /// What S3 says of a body that is not the one that was signed.
  package static func signedBody(_ failure: SignedBody.Failure) -> AWSError {
    switch failure {
    case .hash(let signed, let found):
      return AWSError(
        "XAmzContentSHA256Mismatch",
        "The provided 'x-amz-content-sha256' header does not match what was computed.",
        elements: [("ClientComputedContentSHA256", signed), ("S3ComputedContentSHA256", found)])
    case .signature, .chunks(.signature):
      return AWSError(
        "SignatureDoesNotMatch",
        "The request signature we calculated does not match the signature you provided. Check your key and signing "
          + "method.", status: 403)
    case .chunks:
      return AWSError(
        "IncompleteBody", "The request body terminated unexpectedly")
    }
  }
}
