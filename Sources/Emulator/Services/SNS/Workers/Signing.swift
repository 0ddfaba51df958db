import Protocols
import Runtime

/// Signs what workers deliver, off the Loop. The key is made when the first message needs it, and kept.
struct Signing: Sendable {
  let service: LoopOnly<SNSService>
  let setting: ServiceSetting

  /// nil when the key can neither be had nor made.
  func sign(_ text: UnsignedText) async -> [UInt8]? {
    guard let signer = await signer() else { return nil }
    return text.signed(by: signer, certificateURL: setting.configuration.endpoint + SNSService.certificatePath(signer))
  }

  private func signer() async -> MessageSigner? {
    let known = await setting.cloud.step { () throws(AWSError) -> MessageSigner? in try service.value.knownSigner() }
    guard let known else { return nil }
    if let known { return known }
    guard let made = MessageSigner.make(name: SNSService.certificateName) else { return nil }
    return await setting.cloud.step { () throws(AWSError) -> MessageSigner in try service.value.adopt(made) }
  }
}
