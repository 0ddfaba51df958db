import Protocols
import Runtime

/// Deletes a mapping: at once where nothing runs for it, else when what runs has ended.
/// https://docs.aws.amazon.com/lambda/latest/api/API_DeleteEventSourceMapping.html
enum DeleteEventSourceMapping: AWSOperation {
  enum Input: StructureShape {
    static let uuid = Required<String>("UUID", .label)
    static let shape = structure("DeleteEventSourceMappingRequest", uuid)
  }
  typealias Output = EventSourceMappingConfiguration

  static var http: HTTPBinding? { HTTPBinding("DELETE", "/2015-03-31/event-source-mappings/{UUID}", status: 202) }

  static func perform(
    _ input: Values<Input>, _ request: RequestContext, _ service: LambdaService
  ) throws(AWSError) -> Answer<Output> {
    var mapping = try MappingReference.findForChange(input[Input.uuid], request, service)
    mapping.state = .deleting
    mapping.isEnabled = false
    try service.mappingStore.put(mapping)
    service.mappingsChanged()
    return .now(EventSourceMappingConfiguration.of(mapping))
  }
}
