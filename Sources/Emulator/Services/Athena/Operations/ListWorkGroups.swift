import Protocols
import Runtime

/// In the order of their names, a page of up to 50.
/// https://docs.aws.amazon.com/athena/latest/APIReference/API_ListWorkGroups.html
enum ListWorkGroups: AWSOperation {
  enum Input: StructureShape {
    static let nextToken = Member<String>("NextToken", .length(1...1024))
    static let maxResults = Member<Int32>("MaxResults", .range(1...50))
    static let shape = structure("ListWorkGroupsInput", nextToken, maxResults)
  }
  enum Output: StructureShape {
    static let workGroups = Member<[Values<WorkGroupSummary>]>("WorkGroups", .length(0...50))
    static let nextToken = Member<String>("NextToken", .length(1...1024))
    static let shape = structure("ListWorkGroupsOutput", workGroups, nextToken)
  }

  static func perform(
    _ input: Values<Input>, _ request: RequestContext, _ service: AthenaService
  ) throws(AWSError) -> Answer<Output> {
    let all = try WorkGroupReference.all(request.account, request.region, service)
    let page = try ListPage.of(
      all, token: input[Input.nextToken], limit: Int(input[Input.maxResults] ?? 50), "work groups"
    ) { $0[WorkGroup.name] }
    return .now(
      .with { out in
        out[Output.workGroups] = page.items.map { group in
          .with {
            $0[WorkGroupSummary.name] = group[WorkGroup.name]
            $0[WorkGroupSummary.state] = group[WorkGroup.state]
            $0[WorkGroupSummary.description] = group[WorkGroup.description] ?? ""
            $0[WorkGroupSummary.creationTime] = group[WorkGroup.creationTime]
            $0[WorkGroupSummary.engineVersion] =
              group[WorkGroup.configuration]?[WorkGroupConfiguration.engineVersion]
          }
        }
        out[Output.nextToken] = page.next
      })
  }
}
