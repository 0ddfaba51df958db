import Protocols
import Runtime

/// Makes an access key active or inactive. An inactive key is nobody's.
/// https://docs.aws.amazon.com/IAM/latest/APIReference/API_UpdateAccessKey.html
enum UpdateAccessKey: AWSOperation {
  enum Input: StructureShape {
    static let userName = Member<String>("UserName", .length(1...128), IAMTraits.namePattern)
    static let accessKeyID = Required<String>("AccessKeyId", .length(16...128), IAMTraits.idPattern)
    static let status = Required<String>("Status", .values(["Active", "Inactive", "Expired"]))
    static let shape = structure("UpdateAccessKeyRequest", userName, accessKeyID, status)
  }
  typealias Output = Nothing

  static func perform(
    _ input: Values<Input>, _ request: RequestContext, _ service: IAMService
  ) throws(AWSError) -> Answer<Output> {
    let user = try CallingUser.find(input[Input.userName], request, service)
    let keys = try service.store.accessKeys(of: user)
    guard var key = keys.first(where: { $0.accessKey == input[Input.accessKeyID] }) else {
      throw AWSError.noSuchEntity("The Access Key with id \(input[Input.accessKeyID]) cannot be found.")
    }
    if input[Input.status] == "Expired" { throw AWSError.invalidInput("The status Expired cannot be set.") }
    key.status = input[Input.status]
    try service.store.put(key, of: user)
    return .now(Values())
  }
}
