import Protocols
import Runtime

/// The tags of a managed policy; those of AWS have none.
/// https://docs.aws.amazon.com/IAM/latest/APIReference/API_ListPolicyTags.html
enum ListPolicyTags: AWSOperation {
  enum Input: StructureShape {
    static let policyARN = Required<String>("PolicyArn", .length(20...2048))
    static let marker = Member<String>("Marker", .length(1...320), IAMTraits.markerPattern)
    static let maxItems = Member<Int32>("MaxItems", .range(1...1000))
    static let shape = structure("ListPolicyTagsRequest", policyARN, marker, maxItems)
  }
  enum Output: StructureShape {
    static let tags = Required<[Values<Tag>]>("Tags")
    static let isTruncated = Member<Bool>("IsTruncated")
    static let marker = Member<String>("Marker")
    static let shape = structure("ListPolicyTagsResponse", tags, isTruncated, marker)
  }

  static func perform(
    _ input: Values<Input>, _ request: RequestContext, _ service: IAMService
  ) throws(AWSError) -> Answer<Output> {
    let policy = try service.store.existingPolicy(input[Input.policyARN])
    let tags = try service.store.tags(policy.account, policy.owner)
    let page = try Page.of(tags, after: input[Input.marker], limit: input[Input.maxItems]) { $0.name.lowercased() }
    return .now(
      .with {
        $0[Output.tags] = Tag.list(page.entries)
        $0[Output.isTruncated] = page.marker != nil
        $0[Output.marker] = page.marker
      })
  }
}
