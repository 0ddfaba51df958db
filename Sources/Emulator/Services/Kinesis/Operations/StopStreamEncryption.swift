import Protocols
import Runtime

/// Records that are put from now on are not marked as encrypted any more.
/// https://docs.aws.amazon.com/kinesis/latest/APIReference/API_StopStreamEncryption.html
enum StopStreamEncryption: AWSOperation {
  enum Input: StructureShape {
    static let streamName = Member<String>("StreamName", .length(1...128), KinesisTraits.namePattern)
    static let encryptionType = Required<String>("EncryptionType", .values(["NONE", "KMS"]))
    static let keyID = Required<String>("KeyId", .length(1...2048))
    static let streamARN = Member<String>("StreamARN", .length(1...2048), KinesisTraits.arnPattern)
    static let streamID = Member<String>("StreamId", .length(1...24), KinesisTraits.streamIDPattern, .notEmulated)
    static let shape = structure("StopStreamEncryptionInput", streamName, encryptionType, keyID, streamARN, streamID)
  }
  typealias Output = Nothing

  static func perform(
    _ input: Values<Input>, _ request: RequestContext, _ service: KinesisService
  ) throws(AWSError) -> Answer<Output> {
    let stream = try StreamReference.active(
      name: input[Input.streamName], arn: input[Input.streamARN], request, service)
    let now = Int(request.now.milliseconds)

    if input[Input.encryptionType] != "KMS" {
      throw AWSError.invalidArgument("Stream encryption can be stopped for the encryption type KMS only.")
    }
    if stream.settings.keyID == nil {
      throw AWSError.invalidArgument(
        "Stream \(stream.name) under account \(stream.account) is not encrypted: its encryption type is NONE.")
    }
    try service.change(stream, .encryption(keyID: nil), now: now)
    return .now(Values())
  }
}
