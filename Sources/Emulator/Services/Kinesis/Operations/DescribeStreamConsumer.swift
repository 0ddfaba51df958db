import Protocols
import Runtime

/// A consumer, by its ARN or by its name and its stream's ARN.
/// https://docs.aws.amazon.com/kinesis/latest/APIReference/API_DescribeStreamConsumer.html
enum DescribeStreamConsumer: AWSOperation {
  enum Input: StructureShape {
    static let streamARN = Member<String>("StreamARN", .length(1...2048), KinesisTraits.arnPattern)
    static let consumerName = Member<String>("ConsumerName", .length(1...128), KinesisTraits.namePattern)
    static let consumerARN = Member<String>("ConsumerARN", .length(1...2048), KinesisTraits.consumerPattern)
    static let streamID = Member<String>("StreamId", .length(1...24), KinesisTraits.streamIDPattern, .notEmulated)
    static let shape = structure("DescribeStreamConsumerInput", streamARN, consumerName, consumerARN, streamID)
  }
  enum Output: StructureShape {
    static let consumerDescription = Required<Values<ConsumerDescription>>("ConsumerDescription")
    static let shape = structure("DescribeStreamConsumerOutput", consumerDescription)
  }
  enum ConsumerDescription: StructureShape {
    static let consumerName = Required<String>("ConsumerName")
    static let consumerARN = Required<String>("ConsumerARN")
    static let consumerStatus = Required<String>("ConsumerStatus")
    static let consumerCreationTimestamp = Required<Timestamp>("ConsumerCreationTimestamp")
    static let streamARN = Required<String>("StreamARN")
    static let shape = structure(
      "ConsumerDescription", consumerARN, consumerCreationTimestamp, consumerName, consumerStatus, streamARN)
  }

  static func perform(
    _ input: Values<Input>, _ request: RequestContext, _ service: KinesisService
  ) throws(AWSError) -> Answer<Output> {
    let (stream, consumer) = try StreamReference.consumer(
      arn: input[Input.consumerARN], name: input[Input.consumerName], streamARN: input[Input.streamARN], request,
      service)
    return .now(
      .with { out in
        out[Output.consumerDescription] = .with {
          $0[ConsumerDescription.consumerName] = consumer.name
          $0[ConsumerDescription.consumerARN] = consumer.arn
          $0[ConsumerDescription.consumerStatus] = consumer.status.rawValue
          $0[ConsumerDescription.consumerCreationTimestamp] = Timestamp(milliseconds: Int64(consumer.created) * 1000)
          $0[ConsumerDescription.streamARN] = stream.arn
        }
      })
  }
}
