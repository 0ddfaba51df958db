import Protocols

/// The tags of a delivery stream (https://docs.aws.amazon.com/firehose/latest/APIReference/API_TagDeliveryStream.html).
enum DeliveryStreamTags {
  typealias Pair = (key: String, value: String?)
  static let limit = 50

  static func checked(_ tags: [Values<Tag>]) throws(AWSError) -> [Pair] {
    var pairs: [Pair] = []
    for tag in tags {
      let key = tag[Tag.key]
      if pairs.contains(where: { $0.key == key }) {
        throw AWSError.invalidArgument("Duplicate tag key \(key) in the request")
      }
      pairs.append((key, tag[Tag.value]))
    }
    return pairs
  }
}

/// A delivery stream by its name.
enum DeliveryStreamReference {
  static func stream(
    _ name: String, _ account: String, _ region: String, _ service: FirehoseService
  ) throws(AWSError) -> DeliveryStream {
    guard let stream = service.store.stream(account, region, name) else {
      throw AWSError.deliveryStreamNotFound(name, account)
    }
    return stream
  }
}
