import Protocols
import Runtime

/// Removes an access key of a user.
/// https://docs.aws.amazon.com/IAM/latest/APIReference/API_DeleteAccessKey.html
enum DeleteAccessKey: AWSOperation {
  enum Input: StructureShape {
    static let userName = Member<String>("UserName", .length(1...128), IAMTraits.namePattern)
    static let accessKeyID = Required<String>("AccessKeyId", .length(16...128), IAMTraits.idPattern)
    static let shape = structure("DeleteAccessKeyRequest", userName, accessKeyID)
  }
  typealias Output = Nothing

  static func perform(
    _ input: Values<Input>, _ request: RequestContext, _ service: IAMService
  ) throws(AWSError) -> Answer<Output> {
    let user = try CallingUser.find(input[Input.userName], request, service)
    let keys = try service.store.accessKeys(of: user)
    guard let key = keys.first(where: { $0.accessKey == input[Input.accessKeyID] }) else {
      throw AWSError.noSuchEntity("The Access Key with id \(input[Input.accessKeyID]) cannot be found.")
    }
    try service.store.delete(accessKey: key.accessKey)
    return .now(Values())
  }
}
