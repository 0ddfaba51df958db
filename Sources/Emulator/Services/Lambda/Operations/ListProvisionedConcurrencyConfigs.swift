import Protocols
import Runtime

/// Of all versions and aliases of a function.
/// https://docs.aws.amazon.com/lambda/latest/api/API_ListProvisionedConcurrencyConfigs.html
enum ListProvisionedConcurrencyConfigs: AWSOperation {
  enum Input: StructureShape {
    static let functionName = Required<String>(
      "FunctionName", LambdaTraits.functionLength, LambdaTraits.functionPattern, .label)
    static let marker = Member<String>("Marker", .query("Marker"))
    static let maxItems = Member<Int32>("MaxItems", .range(1...50), .query("MaxItems"))
    static let shape = structure("ListProvisionedConcurrencyConfigsRequest", functionName, marker, maxItems)
  }
  enum Output: StructureShape {
    static let provisionedConcurrencyConfigs = Member<[Values<Item>]>("ProvisionedConcurrencyConfigs")
    static let nextMarker = Member<String>("NextMarker")
    static let shape = structure("ListProvisionedConcurrencyConfigsResponse", provisionedConcurrencyConfigs, nextMarker)
  }
  enum Item: StructureShape {
    static let functionARN = Member<String>("FunctionArn")
    static let requested = Member<Int32>("RequestedProvisionedConcurrentExecutions")
    static let available = Member<Int32>("AvailableProvisionedConcurrentExecutions")
    static let allocated = Member<Int32>("AllocatedProvisionedConcurrentExecutions")
    static let status = Member<String>("Status")
    static let statusReason = Member<String>("StatusReason")
    static let lastModified = Member<String>("LastModified")
    static let shape = structure(
      "ProvisionedConcurrencyConfigListItem", functionARN, requested, available, allocated, status, statusReason,
      lastModified)
  }

  static var http: HTTPBinding? {
    HTTPBinding("GET", "/2019-09-30/functions/{FunctionName}/provisioned-concurrency?List=ALL")
  }

  static func perform(
    _ input: Values<Input>, _ request: RequestContext, _ service: LambdaService
  ) throws(AWSError) -> Answer<Output> {
    let reference = try FunctionReference(input[Input.functionName], request)
    let key = try reference.latest(service).key
    let page = try ListPage.of(
      service.store.documents.all(.provisionedConcurrency, key.account, key.region, name: key.name),
      marker: input[Input.marker], limit: Int(input[Input.maxItems] ?? 50), name: \.qualifier)
    var items: [Values<Item>] = []
    for found in page.items {
      guard let config = try service.provisioned(key, found.qualifier) else { continue }
      items.append(
        .with { out in
          out[Item.functionARN] = key.arn + ":" + found.qualifier
          out[Item.requested] = config[ProvisionedConcurrency.requested]
          out[Item.available] = config[ProvisionedConcurrency.available]
          out[Item.allocated] = config[ProvisionedConcurrency.allocated]
          out[Item.status] = config[ProvisionedConcurrency.status]
          out[Item.statusReason] = config[ProvisionedConcurrency.statusReason]
          out[Item.lastModified] = config[ProvisionedConcurrency.lastModified]
        })
    }
    return .now(
      .with {
        $0[Output.provisionedConcurrencyConfigs] = items
        $0[Output.nextMarker] = page.next
      })
  }
}
