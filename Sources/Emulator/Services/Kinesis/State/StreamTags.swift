import Protocols
import Runtime

/// The tags of a stream or a consumer: one case-sensitive map behind both families of operations (rules recorded from
/// AWS).
enum StreamTags {
  private static let limit = 50

  /// Refuses system tags, and a 51st tag before anything is written.
  static func check(
    _ new: [String: String], adding old: [(name: String, value: String)], to arn: String, _ account: String
  ) throws(AWSError) {
    for name in new.keys where name.hasPrefix("aws:") {
      throw AWSError.invalidArgument(
        "Some tag keys in the request started with 'aws:'. System tags cannot be modified.")
    }
    let added = new.keys.reduce(0) { count, name in count + (old.contains { $0.name == name } ? 0 : 1) }
    if old.count + added > limit {
      throw AWSError.invalidArgument(
        "Failed to add tags to resource \(arn) under account \(account) because a given resource cannot have more than "
          + "\(limit) tags associated with it.")
    }
  }

  static func add(_ tags: [String: String], to resource: KinesisResource, _ store: KinesisStore) throws(AWSError) {
    try check(tags, adding: try store.tags(of: resource), to: resource.arn, resource.account)
    for (name, value) in tags { try store.setTag(name, value, of: resource) }
  }

  /// Removing a tag that is not there succeeds.
  static func remove(_ names: [String], from resource: KinesisResource, _ store: KinesisStore) throws(AWSError) {
    for name in names {
      if name.hasPrefix("aws:") {
        throw AWSError.invalidArgument(
          "Some tag keys in the request started with 'aws:'. System tags cannot be modified.")
      }
      try store.removeTag(name, of: resource)
    }
  }
}
