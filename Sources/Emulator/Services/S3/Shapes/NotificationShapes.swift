import Protocols

// Who is told of what happens in a bucket.

enum NotificationConfiguration: StructureShape {
  static let topicConfigurations = Member<[Values<TopicConfiguration>]>(
    "TopicConfigurations", .xmlName("TopicConfiguration"), .flattened)
  static let queueConfigurations = Member<[Values<QueueConfiguration>]>(
    "QueueConfigurations", .xmlName("QueueConfiguration"), .flattened, .notEmulated)
  static let lambdaFunctionConfigurations = Member<[Values<LambdaFunctionConfiguration>]>(
    "LambdaFunctionConfigurations", .xmlName("CloudFunctionConfiguration"), .flattened)
  static let eventBridgeConfiguration = Member<Values<EventBridgeConfiguration>>("EventBridgeConfiguration")
  static let shape = structure(
    "NotificationConfiguration", topicConfigurations, queueConfigurations, lambdaFunctionConfigurations,
    eventBridgeConfiguration)
}

enum TopicConfiguration: StructureShape {
  static let id = Member<String>("Id")
  static let topicArn = Required<String>("TopicArn", .xmlName("Topic"))
  static let events = Required<[String]>("Events", .xmlName("Event"), .flattened)
  static let filter = Member<Values<NotificationConfigurationFilter>>("Filter")
  static let shape = structure("TopicConfiguration", id, topicArn, events, filter)
}

enum NotificationConfigurationFilter: StructureShape {
  static let key = Member<Values<S3KeyFilter>>("Key", .xmlName("S3Key"))
  static let shape = structure("NotificationConfigurationFilter", key)
}

enum S3KeyFilter: StructureShape {
  static let filterRules = Member<[Values<FilterRule>]>("FilterRules", .xmlName("FilterRule"), .flattened)
  static let shape = structure("S3KeyFilter", filterRules)
}

enum FilterRule: StructureShape {
  static let name = Member<String>("Name")
  static let value = Member<String>("Value")
  static let shape = structure("FilterRule", name, value)
}

enum QueueConfiguration: StructureShape {
  static let id = Member<String>("Id")
  static let queueArn = Required<String>("QueueArn", .xmlName("Queue"))
  static let events = Required<[String]>("Events", .xmlName("Event"), .flattened)
  static let filter = Member<Values<NotificationConfigurationFilter>>("Filter")
  static let shape = structure("QueueConfiguration", id, queueArn, events, filter)
}

enum LambdaFunctionConfiguration: StructureShape {
  static let id = Member<String>("Id")
  static let lambdaFunctionArn = Required<String>("LambdaFunctionArn", .xmlName("CloudFunction"))
  static let events = Required<[String]>("Events", .xmlName("Event"), .flattened)
  static let filter = Member<Values<NotificationConfigurationFilter>>("Filter")
  static let shape = structure("LambdaFunctionConfiguration", id, lambdaFunctionArn, events, filter)
}

enum EventBridgeConfiguration: StructureShape {
  static let shape = structure("EventBridgeConfiguration")
}
