import Protocols
import Runtime

/// Marks the records that are put from now on as encrypted under a key. The key is remembered and shown, not looked up:
/// there is no KMS here, and nothing is encrypted.
/// https://docs.aws.amazon.com/kinesis/latest/APIReference/API_StartStreamEncryption.html
enum StartStreamEncryption: AWSOperation {
  enum Input: StructureShape {
    static let streamName = Member<String>("StreamName", .length(1...128), KinesisTraits.namePattern)
    static let encryptionType = Required<String>("EncryptionType", .values(["NONE", "KMS"]))
    static let keyID = Required<String>("KeyId", .length(1...2048))
    static let streamARN = Member<String>("StreamARN", .length(1...2048), KinesisTraits.arnPattern)
    static let streamID = Member<String>("StreamId", .length(1...24), KinesisTraits.streamIDPattern, .notEmulated)
    static let shape = structure("StartStreamEncryptionInput", streamName, encryptionType, keyID, streamARN, streamID)
  }
  typealias Output = Nothing

  static func perform(
    _ input: Values<Input>, _ request: RequestContext, _ service: KinesisService
  ) throws(AWSError) -> Answer<Output> {
    let stream = try StreamReference.active(
      name: input[Input.streamName], arn: input[Input.streamARN], request, service)
    let now = Int(request.now.milliseconds)

    if input[Input.encryptionType] != "KMS" {
      throw AWSError.invalidArgument("Stream encryption can be started with the encryption type KMS only.")
    }
    // The same key again passes through UPDATING too (recorded from AWS).
    try service.change(stream, .encryption(keyID: input[Input.keyID]), now: now)
    return .now(Values())
  }
}
