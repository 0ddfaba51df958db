import Protocols
import Runtime

/// Takes up to ten messages for a topic. One that is faulty fails alone, but a faulty attribute refuses them all (recorded
/// from AWS).
/// https://docs.aws.amazon.com/sns/latest/api/API_PublishBatch.html
enum PublishBatch: AWSOperation {
  enum Input: StructureShape {
    static let topicARN = Required<String>("TopicArn")
    static let publishBatchRequestEntries = Required<[Values<PublishBatchRequestEntry>]>("PublishBatchRequestEntries")
    static let shape = structure("PublishBatchInput", topicARN, publishBatchRequestEntries)
  }
  enum PublishBatchRequestEntry: StructureShape {
    static let id = Required<String>("Id")
    static let message = Required<String>("Message")
    static let subject = Member<String>("Subject")
    static let messageStructure = Member<String>("MessageStructure")
    static let messageAttributes = Member<[String: Values<MessageAttributeValue>]>(
      "MessageAttributes", .keys([.xmlName("Name")]), .mapped([.xmlName("Value")]))
    static let messageDeduplicationID = Member<String>("MessageDeduplicationId")
    static let messageGroupID = Member<String>("MessageGroupId", .notEmulated)
    static let shape = structure(
      "PublishBatchRequestEntry", id, message, subject, messageStructure, messageAttributes, messageDeduplicationID,
      messageGroupID)
  }
  enum Output: StructureShape {
    static let successful = Member<[Values<PublishBatchResultEntry>]>("Successful")
    static let failed = Member<[Values<BatchResultErrorEntry>]>("Failed")
    static let shape = structure("PublishBatchResponse", successful, failed)
  }
  enum PublishBatchResultEntry: StructureShape {
    static let id = Member<String>("Id")
    static let messageID = Member<String>("MessageId")
    static let sequenceNumber = Member<String>("SequenceNumber")
    static let shape = structure("PublishBatchResultEntry", id, messageID, sequenceNumber)
  }
  enum BatchResultErrorEntry: StructureShape {
    static let id = Required<String>("Id")
    static let code = Required<String>("Code")
    static let message = Member<String>("Message")
    static let senderFault = Required<Bool>("SenderFault")
    static let shape = structure("BatchResultErrorEntry", id, code, message, senderFault)
  }

  static func perform(
    _ input: Values<Input>, _ request: RequestContext, _ service: SNSService
  ) throws(AWSError) -> Answer<Output> {
    let topic = try TopicRecord.find(input[Input.topicARN], request, service)
    let entries = input[Input.publishBatchRequestEntries]
    try check(entries)
    var done: [Values<PublishBatchResultEntry>] = []
    var failed: [Values<BatchResultErrorEntry>] = []
    for entry in entries {
      let id = entry[PublishBatchRequestEntry.id]
      if entry.has(PublishBatchRequestEntry.messageDeduplicationID) {
        throw AWSError.invalidParameter(
          "MessageDeduplicationId Reason: The request includes MessageDeduplicationId parameter that is not valid for "
            + "this topic type")
      }
      do throws(AWSError) {
        let message = try PublishedMessage(
          id: service.ids.uuid(version: 5), time: request.now, message: entry[PublishBatchRequestEntry.message],
          subject: entry[PublishBatchRequestEntry.subject],
          structure: entry[PublishBatchRequestEntry.messageStructure],
          attributes: entry[PublishBatchRequestEntry.messageAttributes] ?? [:])
        try service.deliver(message, to: topic)
        done.append(
          .with {
            $0[PublishBatchResultEntry.id] = id
            $0[PublishBatchResultEntry.messageID] = message.id
          })
      } catch {
        if error.cause != nil || PublishBatch.refusesAll(error) { throw error }
        failed.append(
          .with {
            $0[BatchResultErrorEntry.id] = id
            $0[BatchResultErrorEntry.code] = error.code
            $0[BatchResultErrorEntry.message] = error.message
            $0[BatchResultErrorEntry.senderFault] = true
          })
      }
    }
    return .now(
      .with {
        $0[Output.successful] = done
        $0[Output.failed] = failed
      })
  }

  /// Whether the fault is one of an attribute.
  private static func refusesAll(_ error: AWSError) -> Bool {
    error.code != "InvalidParameter" || (error.message?.contains("attribute") ?? false)
  }

  private static func check(_ entries: [Values<PublishBatchRequestEntry>]) throws(AWSError) {
    if entries.isEmpty {
      throw AWSError("EmptyBatchRequest", "The batch request doesn't contain any entries.")
    }
    if entries.count > 10 {
      throw AWSError("TooManyEntriesInBatchRequest", "The batch request contains more entries than permissible.")
    }
    var ids: Set<String> = []
    var size = 0
    for entry in entries {
      let id = entry[PublishBatchRequestEntry.id]
      let isValid =
        (1...80).contains(id.utf8.count)
        && id.utf8.allSatisfy { byte in
          (byte | 0x20) >= 97 && (byte | 0x20) <= 122 || byte >= 48 && byte <= 57 || byte == UInt8(ascii: "-")
            || byte == UInt8(ascii: "_")
        }
      if !isValid {
        throw AWSError(
          "InvalidBatchEntryId", "The Id of a batch entry in a batch request doesn't abide by the specification.")
      }
      if !ids.insert(id).inserted {
        throw AWSError(
          "BatchEntryIdsNotDistinct", "Two or more batch entries in the request have the same Id.")
      }
      size += entry[PublishBatchRequestEntry.message].utf8.count
      for (name, value) in entry[PublishBatchRequestEntry.messageAttributes] ?? [:] {
        size += name.utf8.count + value[MessageAttributeValue.dataType].utf8.count
        size += value[MessageAttributeValue.stringValue]?.utf8.count ?? 0
        size += value[MessageAttributeValue.binaryValue]?.count ?? 0
      }
    }
    if size > PublishedMessage.sizeLimit {
      throw AWSError(
        "BatchRequestTooLong", "The length of all the messages put together is more than the limit.")
    }
  }
}
