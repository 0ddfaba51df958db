import Protocols
import Runtime

/// Where DynamoDB is reached: here.
/// https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_DescribeEndpoints.html
enum DescribeEndpoints: AWSOperation {
  enum Input: StructureShape {
    static let shape = structure("DescribeEndpointsRequest")
  }
  enum Endpoint: StructureShape {
    static let address = Required<String>("Address")
    static let cachePeriodInMinutes = Required<Int>("CachePeriodInMinutes")
    static let shape = structure("Endpoint", address, cachePeriodInMinutes)
  }
  enum Output: StructureShape {
    static let endpoints = Required<[Values<Endpoint>]>("Endpoints")
    static let shape = structure("DescribeEndpointsResponse", endpoints)
  }

  static func perform(
    _ input: Values<Input>, _ request: RequestContext, _ service: DynamoDBService
  ) throws(AWSError) -> Answer<Output> {
    let address = request.endpoint.split(separator: "//").last.map(String.init) ?? request.endpoint
    let endpoint = Values<Endpoint>.with {
      $0[Endpoint.address] = address
      $0[Endpoint.cachePeriodInMinutes] = 1440
    }
    return .now(.with { $0[Output.endpoints] = [endpoint] })
  }
}
