import Protocols

/// The tags of a log group: at most 50, none with a name of AWS's own.
enum GroupTags {
  private static let limit = 50

  static func add(_ tags: [String: String], to group: LogGroupRecord, _ service: LogsService) throws(AWSError) {
    for name in tags.keys where name.lowercased().hasPrefix("aws:") {
      throw AWSError.invalidParameter("Tag keys may not start with aws:")
    }
    let kept = try service.store.tags(of: group)
    if Set(kept.keys).union(tags.keys).count > limit {
      throw AWSError("TooManyTagsException", "A resource can have no more than \(limit) tags.")
    }
    for (name, value) in tags { try service.store.setTag(name, value, of: group) }
  }
}
