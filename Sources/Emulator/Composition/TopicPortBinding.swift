import Protocols
import Runtime
import SNS

/// Publishing, as services do it for a user: SNS' own operation.
final class TopicPortBinding: TopicPort {
  private let cloud: Cloud

  init(_ cloud: Cloud) { self.cloud = cloud }

  func publish(
    _ topicARN: String, subject: String?, _ message: String, attributes: [TopicAttribute], as caller: Caller
  ) async throws(AWSError) -> String {
    let input = Values<Publish.Input>.with {
      $0[Publish.Input.topicARN] = topicARN
      $0[Publish.Input.subject] = subject
      $0[Publish.Input.message] = message
      if !attributes.isEmpty {
        var all: [String: Values<MessageAttributeValue>] = [:]
        for attribute in attributes {
          all[attribute.name] = .with {
            $0[MessageAttributeValue.dataType] = attribute.type
            $0[MessageAttributeValue.stringValue] = attribute.value
          }
        }
        $0[Publish.Input.messageAttributes] = all
      }
    }
    let output = try await cloud.perform(Publish.self, input, as: caller, region: ARN(topicARN)?.region ?? "")
    guard let id = output[Publish.Output.messageID] else { throw AWSError.internal("Publish answered no MessageId") }
    return id
  }
}
