import Protocols

/// The tags of a role, a user or a policy: at most 50, each name once without regard to case, none of AWS's own.
enum EntityTags {
  private static let limit = 50

  static func add(_ tags: [Values<Tag>], _ account: String, _ owner: String, _ store: IAMStore) throws(AWSError) {
    if tags.isEmpty { return }
    var names: Set<String> = []
    for tag in tags {
      let name = tag[Tag.key].lowercased()
      if name.hasPrefix("aws:") {
        throw AWSError.invalidInput("Your request contains tag keys that start with aws:, which is reserved.")
      }
      if !names.insert(name).inserted {
        throw AWSError.invalidInput("Duplicate tag keys found. Please note that Tag keys are case insensitive.")
      }
    }
    names.formUnion(try store.tags(account, owner).map { $0.name.lowercased() })
    if names.count > limit {
      throw AWSError.limitExceeded("The number of tags has reached the maximum limit.")
    }
    for tag in tags { try store.setTag(tag[Tag.key], tag[Tag.value], account, owner) }
  }
}
