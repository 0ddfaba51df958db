import Protocols
import Runtime

/// The access keys of a user without their secrets.
/// https://docs.aws.amazon.com/IAM/latest/APIReference/API_ListAccessKeys.html
enum ListAccessKeys: AWSOperation {
  enum Input: StructureShape {
    static let userName = Member<String>("UserName", .length(1...128), IAMTraits.namePattern)
    static let marker = Member<String>("Marker", .length(1...320), IAMTraits.markerPattern)
    static let maxItems = Member<Int32>("MaxItems", .range(1...1000))
    static let shape = structure("ListAccessKeysRequest", userName, marker, maxItems)
  }
  enum Output: StructureShape {
    static let accessKeyMetadata = Required<[Values<AccessKeyMetadata>]>("AccessKeyMetadata")
    static let isTruncated = Member<Bool>("IsTruncated")
    static let marker = Member<String>("Marker")
    static let shape = structure("ListAccessKeysResponse", accessKeyMetadata, isTruncated, marker)
  }

  static func perform(
    _ input: Values<Input>, _ request: RequestContext, _ service: IAMService
  ) throws(AWSError) -> Answer<Output> {
    let user = try CallingUser.find(input[Input.userName], request, service)
    let keys = try service.store.accessKeys(of: user).sorted { $0.accessKey < $1.accessKey }
    let page = try Page.of(keys, after: input[Input.marker], limit: input[Input.maxItems], \.accessKey)
    return .now(
      .with {
        $0[Output.accessKeyMetadata] = page.entries.map { key in
          .with {
            $0[AccessKeyMetadata.userName] = key.user
            $0[AccessKeyMetadata.accessKeyID] = key.accessKey
            $0[AccessKeyMetadata.status] = key.status
            $0[AccessKeyMetadata.createDate] = Timestamp(seconds: Int64(key.created / 1000))
          }
        }
        $0[Output.isTruncated] = page.marker != nil
        $0[Output.marker] = page.marker
      })
  }
}
