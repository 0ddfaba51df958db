import Protocols
import Runtime

/// The instance profiles of the account in the order of their names.
/// https://docs.aws.amazon.com/IAM/latest/APIReference/API_ListInstanceProfiles.html
enum ListInstanceProfiles: AWSOperation {
  enum Input: StructureShape {
    static let pathPrefix = Member<String>("PathPrefix", .length(1...512), IAMTraits.pathPrefixPattern)
    static let marker = Member<String>("Marker", .length(1...320), IAMTraits.markerPattern)
    static let maxItems = Member<Int32>("MaxItems", .range(1...1000))
    static let shape = structure("ListInstanceProfilesRequest", pathPrefix, marker, maxItems)
  }
  enum Output: StructureShape {
    static let instanceProfiles = Required<[Values<InstanceProfile>]>("InstanceProfiles")
    static let isTruncated = Member<Bool>("IsTruncated")
    static let marker = Member<String>("Marker")
    static let shape = structure("ListInstanceProfilesResponse", instanceProfiles, isTruncated, marker)
  }

  static func perform(
    _ input: Values<Input>, _ request: RequestContext, _ service: IAMService
  ) throws(AWSError) -> Answer<Output> {
    let limit = Int(input[Input.maxItems] ?? Page.size)
    let found = try service.store.profiles(
      request.account, path: input[Input.pathPrefix] ?? "/", after: try Page.position(input[Input.marker]),
      limit: limit + 1)
    let page = Page.cut(found, limit) { $0.name.lowercased() }
    var shown: [Values<InstanceProfile>] = []
    for profile in page.entries { shown.append(try InstanceProfile.of(profile, isListed: true, service.store)) }
    let entries = shown
    return .now(
      .with {
        $0[Output.instanceProfiles] = entries
        $0[Output.isTruncated] = page.marker != nil
        $0[Output.marker] = page.marker
      })
  }
}
