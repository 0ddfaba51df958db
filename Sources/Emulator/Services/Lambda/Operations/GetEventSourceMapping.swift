import Protocols
import Runtime

/// https://docs.aws.amazon.com/lambda/latest/api/API_GetEventSourceMapping.html
enum GetEventSourceMapping: AWSOperation {
  enum Input: StructureShape {
    static let uuid = Required<String>("UUID", .label)
    static let shape = structure("GetEventSourceMappingRequest", uuid)
  }
  typealias Output = EventSourceMappingConfiguration

  static var http: HTTPBinding? { HTTPBinding("GET", "/2015-03-31/event-source-mappings/{UUID}") }

  static func perform(
    _ input: Values<Input>, _ request: RequestContext, _ service: LambdaService
  ) throws(AWSError) -> Answer<Output> {
    .now(EventSourceMappingConfiguration.of(try MappingReference.find(input[Input.uuid], request, service)))
  }
}
