import Protocols

/// The key that a delivery stream is to be encrypted with.
enum DeliveryStreamEncryptionConfigurationInput: StructureShape {
  static let keyARN = Member<String>("KeyARN", .length(1...512), FirehoseTraits.keyPattern)
  static let keyType = Required<String>("KeyType", .values(["AWS_OWNED_CMK", "CUSTOMER_MANAGED_CMK"]))
  static let shape = structure("DeliveryStreamEncryptionConfigurationInput", keyARN, keyType)
}

extension StreamEncryption {
  /// nil where none is asked for.
  static func checked(
    _ input: Values<DeliveryStreamEncryptionConfigurationInput>?, hasSource: Bool
  ) throws(AWSError) -> StreamEncryption? {
    guard let input else { return nil }
    if hasSource {
      throw AWSError.invalidArgument("Server-side encryption is supported for DirectPut delivery streams only.")
    }
    let encryption = StreamEncryption(
      keyType: input[DeliveryStreamEncryptionConfigurationInput.keyType],
      keyARN: input[DeliveryStreamEncryptionConfigurationInput.keyARN])
    if encryption.keyType == "CUSTOMER_MANAGED_CMK", encryption.keyARN == nil {
      throw AWSError.invalidArgument("KeyARN must be specified when KeyType is CUSTOMER_MANAGED_CMK.")
    }
    if encryption.keyType == "AWS_OWNED_CMK", encryption.keyARN != nil {
      throw AWSError.invalidArgument("KeyARN must not be specified when KeyType is AWS_OWNED_CMK.")
    }
    return encryption
  }
}
