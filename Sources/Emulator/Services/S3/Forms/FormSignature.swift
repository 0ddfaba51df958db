import Protocols
import Runtime

/// Whose a form is, where signatures are verified: its policy is what was signed
/// (https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-UsingHTTPPOST.html).
extension PostForm {
  /// Nobody, for a form without a signature.
  func caller(_ keys: (_ accessKey: String) -> KnownKey?) throws(AWSError) -> Caller {
    let policy = self["policy"] ?? ""
    if let accessKey = self["awsaccesskeyid"] {
      let key = try PostForm.key(accessKey, self["x-amz-security-token"], keys)
      let due = Base64.encode(HMACSHA1.code(key: Array(key.secret.utf8), Array(policy.utf8)))
      if self["signature"] != due { throw PostForm.mismatch(accessKey, policy, self["signature"]) }
      return key.caller
    }
    guard let text = self["x-amz-credential"] else { return .anonymous }
    guard let credential = SigningCredential(text) else {
      throw AWSError.invalidArgument("x-amz-credential", text, "the Credential is mal-formed")
    }
    let key = try PostForm.key(credential.accessKey, self["x-amz-security-token"], keys)
    let signingKey = SigningKeys.derive(secret: key.secret, scope: credential.scope)
    guard SignatureV4.sign(policy, key: signingKey) == self["x-amz-signature"] else {
      throw PostForm.mismatch(credential.accessKey, policy, self["x-amz-signature"])
    }
    return key.caller
  }

  private static func key(
    _ accessKey: String, _ token: String?, _ keys: (_ accessKey: String) -> KnownKey?
  ) throws(AWSError) -> KnownKey {
    guard let key = keys(accessKey) else {
      throw AWSError(
        "InvalidAccessKeyId", "The AWS Access Key Id you provided does not exist in our records.", status: 403,
        elements: [("AWSAccessKeyId", accessKey)])
    }
    if key.hasExpired { throw AWSError("ExpiredToken", "The provided token has expired.") }
    if key.token != token { throw AWSError("InvalidToken", "The provided token is malformed or otherwise invalid.") }
    return key
  }

  private static func mismatch(_ accessKey: String, _ signed: String, _ signature: String?) -> AWSError {
    AWSError(
      "SignatureDoesNotMatch",
      "The request signature we calculated does not match the signature you provided. Check your key and signing method.",
      status: 403,
      elements: [
        ("AWSAccessKeyId", accessKey), ("StringToSign", signed), ("SignatureProvided", signature ?? ""),
      ])
  }
}
