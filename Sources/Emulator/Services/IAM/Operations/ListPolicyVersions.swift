import Protocols
import Runtime

/// The versions of a managed policy, newest first.
/// https://docs.aws.amazon.com/IAM/latest/APIReference/API_ListPolicyVersions.html
enum ListPolicyVersions: AWSOperation {
  enum Input: StructureShape {
    static let policyARN = Required<String>("PolicyArn", .length(20...2048))
    static let marker = Member<String>("Marker", .length(1...320), IAMTraits.markerPattern)
    static let maxItems = Member<Int32>("MaxItems", .range(1...1000))
    static let shape = structure("ListPolicyVersionsRequest", policyARN, marker, maxItems)
  }
  enum Output: StructureShape {
    static let versions = Member<[Values<PolicyVersion>]>("Versions")
    static let isTruncated = Member<Bool>("IsTruncated")
    static let marker = Member<String>("Marker")
    static let shape = structure("ListPolicyVersionsResponse", versions, isTruncated, marker)
  }

  static func perform(
    _ input: Values<Input>, _ request: RequestContext, _ service: IAMService
  ) throws(AWSError) -> Answer<Output> {
    let policy = try service.store.existingPolicy(input[Input.policyARN])
    let versions = try service.store.versions(of: policy)
    // Newest first: the key counts down.
    let page = try Page.of(versions, after: input[Input.marker], limit: input[Input.maxItems]) {
      "\(1_000_000_000 - $0.version)"
    }
    return .now(
      .with {
        $0[Output.versions] = page.entries.map { PolicyVersion.of($0, of: policy, withDocument: false) }
        $0[Output.isTruncated] = page.marker != nil
        $0[Output.marker] = page.marker
      })
  }
}
