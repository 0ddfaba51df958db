import Protocols

/// The tags of a bucket: at most fifty
/// (https://docs.aws.amazon.com/AmazonS3/latest/userguide/CostAllocTagging.html).
enum BucketTags {
  /// `atCreation`: of CreateBucket, which has another sentence for AWS's own tags.
  static func check(_ tags: [Values<ObjectTag>], atCreation: Bool = false) throws(AWSError) {
    if tags.count > 50 {
      throw AWSError("BadRequest", "Bucket tag count cannot be greater than 50")
    }
    var keys: Set<String> = []
    for tag in tags {
      let key = tag[ObjectTag.key]
      let value = tag[ObjectTag.value]
      guard keys.insert(key).inserted else {
        throw AWSError("InvalidTag", "Cannot provide multiple Tags with the same key", elements: [("TagKey", key)])
      }
      if key.hasPrefix("aws:") {
        if atCreation {
          throw AWSError(
            "InvalidTag",
            "User-defined tag keys can't start with \"aws:\". This prefix is reserved for system tags. Remove \"aws:\" from "
              + "your tag keys and try again.")
        }
        throw AWSError("InvalidTag", "System tags cannot be added/updated by requester", elements: [("TagKey", key)])
      }
      if key.isEmpty || key.unicodeScalars.count > 128 || !isPlain(key) {
        throw AWSError("InvalidTag", "The TagKey you have provided is invalid", elements: [("TagKey", key)])
      }
      if value.unicodeScalars.count > 256 || !isPlain(value) {
        throw AWSError(
          "InvalidTag", "The TagValue you have provided is invalid", elements: [("TagKey", key), ("TagValue", value)])
      }
    }
  }

  /// Letters, digits, blanks and `_.:/=+-@`, in any script.
  static func isPlain(_ text: String) -> Bool {
    text.unicodeScalars.allSatisfy { scalar in
      if scalar.isASCII {
        switch scalar {
        case "a"..."z", "A"..."Z", "0"..."9", " ", "_", ".", ":", "/", "=", "+", "-", "@": return true
        default: return false
        }
      }
      let properties = scalar.properties
      return properties.isAlphabetic || properties.numericType != nil || properties.isWhitespace
        || properties.generalCategory == .nonspacingMark || properties.generalCategory == .spacingMark
    }
  }
}
