import Protocols

/// A key that the customer sends with each request about an object, and that S3 never keeps (SSE-C,
/// https://docs.aws.amazon.com/AmazonS3/latest/userguide/ServerSideEncryptionCustomerKeys.html). What is kept is its MD5.
struct CustomerKey: Sendable {
  /// 32 bytes.
  var bytes: [UInt8]
  /// In base64.
  var md5: String

  private static let argument = "x-amz-server-side-encryption"

  /// nil where no field of it was sent. `reads`: the key of something that is there already.
  init?<Input>(_ members: CustomerKeySet<Input>, _ input: Values<Input>, reads: Bool = false) throws(AWSError) {
    let algorithm = input[members.algorithm]
    let key = input[members.key]
    let hash = input[members.md5]
    if algorithm == nil, key == nil, hash == nil { return nil }
    // AWS names the same argument for each of them.
    func refused(_ message: String) -> AWSError {
      AWSError("InvalidArgument", message, elements: [("ArgumentName", CustomerKey.argument)])
    }
    guard let algorithm else {
      throw refused(
        "Requests specifying Server Side Encryption with Customer provided keys must provide a valid encryption "
          + "algorithm.")
    }
    guard algorithm == "AES256" else {
      throw AWSError(
        "InvalidEncryptionAlgorithmError",
        "The Encryption request you specified is not valid. Supported value: AES256.",
        elements: [("ArgumentName", CustomerKey.argument), ("ArgumentValue", algorithm)])
    }
    guard let key else {
      throw refused(
        "Requests specifying Server Side Encryption with Customer provided keys must provide an appropriate secret key."
      )
    }
    if reads, hash == nil { throw CustomerKey.wrong() }
    guard let bytes = Base64.decode(key), bytes.count == 32, let hash else {
      throw refused("The secret key was invalid for the specified algorithm.")
    }
    guard hash == Base64.encode(MD5.hash(bytes)) else {
      throw refused("The calculated MD5 hash of the key did not match the hash that was provided.")
    }
    self.bytes = bytes
    md5 = hash
  }

  /// Whether a request may read what is kept with those attributes: with the very key, and only with one where there is one.
  static func check(_ key: CustomerKey?, _ attributes: ObjectAttributes) throws(AWSError) {
    guard let kept = attributes.customerKeyMD5 else {
      if key == nil { return }
      throw AWSError.invalidRequest("The encryption parameters are not applicable to this object.")
    }
    guard let key else {
      throw AWSError.invalidRequest(
        "The object was stored using a form of Server Side Encryption. The correct parameters must be provided to "
          + "retrieve the object.")
    }
    guard key.md5 == kept else {
      throw wrong()
    }
  }

  private static func wrong() -> AWSError {
    AWSError(
      "AccessDenied",
      "Requests specifying Server Side Encryption with Customer provided keys must provide the correct secret key.",
      status: 403)
  }

  /// Of a read: how an object is encrypted is asked when it is written.
  static func checkRead(_ head: HTTPRequestHead) throws(AWSError) {
    guard let value = head.fields["x-amz-server-side-encryption"] else { return }
    throw AWSError.invalidArgument(
      "x-amz-server-side-encryption", value, "x-amz-server-side-encryption header is not supported for this operation.")
  }

  /// Of a part: an upload that began with a key goes on with it.
  static func check(_ key: CustomerKey?, ofUpload attributes: ObjectAttributes) throws(AWSError) {
    if key?.md5 == attributes.customerKeyMD5 { return }
    if key == nil || attributes.customerKeyMD5 == nil {
      throw AWSError.invalidRequest(
        "The multipart upload initiate requested encryption. Subsequent part requests must include the appropriate "
          + "encryption parameters.")
    }
    throw AWSError.invalidRequest(
      "The provided encryption parameters did not match the ones used originally.")
  }

  /// The cipher of a file from a byte on. A file's name is never used twice, so no stretch of the cipher's stream is either.
  func cipher(ofFile file: Int, at offset: Int) -> AESCounter {
    AESCounter(key: bytes, nonce: UInt64(bitPattern: Int64(file)), offset: offset)
  }
}
