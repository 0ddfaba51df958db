import Protocols
import Runtime

/// Names of delivery streams in byte order, a page of them, 10 unless asked otherwise.
/// https://docs.aws.amazon.com/firehose/latest/APIReference/API_ListDeliveryStreams.html
enum ListDeliveryStreams: AWSOperation {
  enum Input: StructureShape {
    static let limit = Member<Int32>("Limit", .range(1...10000))
    static let deliveryStreamType = Member<String>("DeliveryStreamType", FirehoseTraits.types)
    static let exclusiveStartDeliveryStreamName = Member<String>(
      "ExclusiveStartDeliveryStreamName", .length(1...64), FirehoseTraits.namePattern)
    static let shape = structure(
      "ListDeliveryStreamsInput", limit, deliveryStreamType, exclusiveStartDeliveryStreamName)
  }
  enum Output: StructureShape {
    static let deliveryStreamNames = Required<[String]>(
      "DeliveryStreamNames", .each([.length(1...64), FirehoseTraits.namePattern]))
    static let hasMoreDeliveryStreams = Required<Bool>("HasMoreDeliveryStreams")
    static let shape = structure("ListDeliveryStreamsOutput", deliveryStreamNames, hasMoreDeliveryStreams)
  }

  static func perform(
    _ input: Values<Input>, _ request: RequestContext, _ service: FirehoseService
  ) throws(AWSError) -> Answer<Output> {
    let type = input[Input.deliveryStreamType]
    let after = input[Input.exclusiveStartDeliveryStreamName]
    let names = service.store.streams(of: request.account, in: request.region)
      .filter { type == nil || $0.type == type }
      .map(\.name)
      .filter { name in after.map { $0.utf8.lexicographicallyPrecedes(name.utf8) } ?? true }
    let page = names.prefix(Int(input[Input.limit] ?? 10))
    return .now(
      .with {
        $0[Output.deliveryStreamNames] = Array(page)
        $0[Output.hasMoreDeliveryStreams] = page.count < names.count
      })
  }
}
