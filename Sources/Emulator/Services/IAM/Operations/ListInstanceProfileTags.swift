import Protocols
import Runtime

/// The tags of an instance profile.
/// https://docs.aws.amazon.com/IAM/latest/APIReference/API_ListInstanceProfileTags.html
enum ListInstanceProfileTags: AWSOperation {
  enum Input: StructureShape {
    static let instanceProfileName = Required<String>("InstanceProfileName", .length(1...128), IAMTraits.namePattern)
    static let marker = Member<String>("Marker", .length(1...320), IAMTraits.markerPattern)
    static let maxItems = Member<Int32>("MaxItems", .range(1...1000))
    static let shape = structure("ListInstanceProfileTagsRequest", instanceProfileName, marker, maxItems)
  }
  enum Output: StructureShape {
    static let tags = Required<[Values<Tag>]>("Tags")
    static let isTruncated = Member<Bool>("IsTruncated")
    static let marker = Member<String>("Marker")
    static let shape = structure("ListInstanceProfileTagsResponse", tags, isTruncated, marker)
  }

  static func perform(
    _ input: Values<Input>, _ request: RequestContext, _ service: IAMService
  ) throws(AWSError) -> Answer<Output> {
    guard let entity = try service.store.profile(request.account, input[Input.instanceProfileName]) else {
      throw AWSError.profileNotFound(input[Input.instanceProfileName])
    }
    let tags = try service.store.tags(entity.account, entity.owner)
    let page = try Page.of(tags, after: input[Input.marker], limit: input[Input.maxItems]) { $0.name.lowercased() }
    return .now(
      .with {
        $0[Output.tags] = Tag.list(page.entries)
        $0[Output.isTruncated] = page.marker != nil
        $0[Output.marker] = page.marker
      })
  }
}
