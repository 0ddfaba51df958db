import Protocols
import Runtime

/// Gives a user an access key; the secret is told here and nowhere else.
/// https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreateAccessKey.html
enum CreateAccessKey: AWSOperation {
  enum Input: StructureShape {
    static let userName = Member<String>("UserName", .length(1...128), IAMTraits.namePattern)
    static let shape = structure("CreateAccessKeyRequest", userName)
  }
  enum Output: StructureShape {
    static let accessKey = Required<Values<AccessKey>>("AccessKey")
    static let shape = structure("CreateAccessKeyResponse", accessKey)
  }
  enum AccessKey: StructureShape {
    static let userName = Required<String>("UserName")
    static let accessKeyID = Required<String>("AccessKeyId")
    static let status = Required<String>("Status")
    static let secretAccessKey = Required<String>("SecretAccessKey")
    static let createDate = Member<Timestamp>("CreateDate")
    static let shape = structure("AccessKey", userName, accessKeyID, status, secretAccessKey, createDate)
  }

  static func perform(
    _ input: Values<Input>, _ request: RequestContext, _ service: IAMService
  ) throws(AWSError) -> Answer<Output> {
    let user = try CallingUser.find(input[Input.userName], request, service)
    if try service.store.accessKeys(of: user).count >= RoleLimits.accessKeys {
      throw AWSError.limitExceeded("Cannot exceed quota for AccessKeysPerUser: \(RoleLimits.accessKeys)")
    }
    let key = AccessKeyRecord(
      accessKey: IssuedCredentials.uniqueID("AKIA", &service.ids), secretKey: IssuedCredentials.secretKey(&service.ids),
      user: user.name, status: "Active", created: Int(request.now.milliseconds))
    try service.store.put(key, of: user)
    return .now(
      .with {
        $0[Output.accessKey] = .with {
          $0[AccessKey.userName] = user.name
          $0[AccessKey.accessKeyID] = key.accessKey
          $0[AccessKey.status] = key.status
          $0[AccessKey.secretAccessKey] = key.secretKey
          $0[AccessKey.createDate] = Timestamp(seconds: Int64(key.created / 1000))
        }
      })
  }
}
