package import Protocols

/// An access key that may sign, and whose it is.
package struct KnownKey: Sendable {
  package var caller: Caller
  package var secret: String
  /// The session token that goes with a temporary key.
  package var token: String?
  package var hasExpired: Bool

  package init(caller: Caller, secret: String, token: String? = nil, hasExpired: Bool = false) {
    self.caller = caller
    self.secret = secret
    self.token = token
    self.hasExpired = hasExpired
  }
}

/// `--auth verify`: whose signature a request bears, and whether it is right
/// (https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv.html). Loop only.
///
/// The order of the checks is AWS's: the form of the signature, its time, the key, the token, the signature. What is said of
/// the body is checked when the body has come.
package final class Authentication {
  private let lookup: (_ accessKey: String) -> KnownKey?
  private let keys = SigningKeys()

  package init(_ lookup: @escaping (_ accessKey: String) -> KnownKey?) { self.lookup = lookup }

  /// Operations that AWS takes from anyone: the links in e-mails, and those that bring another proof.
  private static let unsigned: Set<String> = [
    "ConfirmSubscription", "Unsubscribe", "AssumeRoleWithWebIdentity", "AssumeRoleWithSAML",
  ]

  /// Who asks, and what the signature says of the body. `caller` nil: nobody (S3, and `unsigned`).
  func admit(
    _ head: HTTPRequestHead, _ service: ServiceDescription, operation: String, now: Timestamp
  ) throws(AWSError) -> (caller: Caller?, body: SignedBody) {
    let words = AuthenticationErrors(service, head, now)
    let signature: SignatureV4?
    do throws(SignatureError) { signature = try SignatureV4(head) } catch { throw words.error(error) }
    guard let signature else {
      if service.name == "s3" {
        if let caller = try admitOldSignature(head, words, now) { return (caller, .anything) }
        try words.checkUnsigned()
        return (nil, .anything)
      }
      if Authentication.unsigned.contains(operation) { return (nil, .anything) }
      throw words.missing()
    }
    let isS3 = CanonicalRequest.PathRule(service: signature.credential.scope.service) == .s3
    if isS3 { try words.checkHash(signature) }
    do throws(SignatureError) { try signature.checkTime(now) } catch { throw words.error(error) }
    guard let key = lookup(signature.credential.accessKey) else { throw words.unknown(signature.credential.accessKey) }
    if key.hasExpired { throw words.expiredToken(signature.securityToken) }
    if key.token != signature.securityToken {
      throw words.invalidToken(signature.credential.accessKey, signature.securityToken)
    }
    let signingKey = keys.key(secret: key.secret, scope: signature.credential.scope)
    guard isS3 else { return (key.caller, .signature(signature, head, key: signingKey)) }

    let payload = isQuery(signature) ? head.fields["x-amz-content-sha256"] : words.hash
    do throws(SignatureError) {
      // A presigned address leaves the body open, unless its maker signed a hash as well.
      let isSigned = signature.signedHeaders.contains("x-amz-content-sha256")
      try signature.verify(
        head, payload: isQuery(signature) && !isSigned ? CanonicalRequest.unsignedPayload : payload ?? "",
        key: signingKey)
    } catch { throw words.error(error, signature) }
    try words.checkSignedHeaders(signature)
    if isQuery(signature) { return (key.caller, .anything) }
    switch words.hash {
    case CanonicalRequest.unsignedPayload, "STREAMING-UNSIGNED-PAYLOAD-TRAILER": return (key.caller, .anything)
    case "STREAMING-AWS4-HMAC-SHA256-PAYLOAD", "STREAMING-AWS4-HMAC-SHA256-PAYLOAD-TRAILER":
      return (
        key.caller,
        .chunks(
          ChunkSignatures(
            seed: signature.signature, time: signature.time, scope: signature.credential.scope, key: signingKey))
      )
    default: return (key.caller, .hash(words.hash))
    }
  }

  /// Who signed a request that is no operation's, as those to a function's own address: its body is there, and it is signed
  /// for that service and region.
  package func caller(
    of head: HTTPRequestHead, body: [UInt8], _ service: ServiceDescription, region: String, now: Timestamp
  ) throws(AWSError) -> Caller {
    let words = AuthenticationErrors(service, head, now)
    let (caller, signed) = try admit(head, service, operation: "", now: now)
    guard let caller, case .signature(let signature, _, _) = signed else { throw words.missing() }
    let scope = signature.credential.scope
    if scope.service != service.signingName { throw words.scope("to correct service: '\(service.signingName)'.") }
    if scope.region != region { throw words.scope("to a valid region.") }
    do throws(SignedBody.Failure) { try signed.check(body) } catch { throw words.error(error) }
    return caller
  }

  /// S3 takes its older signature as well.
  private func admitOldSignature(
    _ head: HTTPRequestHead, _ words: AuthenticationErrors, _ now: Timestamp
  ) throws(AWSError) -> Caller? {
    let signature: SignatureV2?
    do throws(SignatureError) {
      signature = try SignatureV2(head)
      try signature?.checkTime(now)
    } catch { throw words.error(error) }
    guard let signature else { return nil }
    guard let key = lookup(signature.accessKey) else { throw words.unknown(signature.accessKey) }
    if key.hasExpired { throw words.expiredToken(signature.securityToken) }
    if key.token != signature.securityToken { throw words.invalidToken(signature.accessKey, signature.securityToken) }
    do throws(SignatureError) {
      try signature.verify(head, path: S3Address.path(head), secret: key.secret)
    } catch { throw words.error(error) }
    return key.caller
  }

  private func isQuery(_ signature: SignatureV4) -> Bool {
    if case .query = signature.place { return true }
    return false
  }
}
