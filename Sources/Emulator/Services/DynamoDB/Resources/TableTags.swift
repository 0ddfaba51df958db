import Protocols
import Runtime

/// The rules of tags (https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Tagging.html).
enum TableTags {
  private static let limit = 50

  /// The table that a ResourceArn names. Only tables have tags.
  static func table(_ arn: String, _ request: RequestContext, _ service: DynamoDBService) throws(AWSError) -> Table {
    guard let parsed = ARN(arn) else { throw AWSError.validation("ARNs must start with 'arn:': \(arn)") }
    let parts = parsed.resource.split(separator: "/", omittingEmptySubsequences: false)
    guard parsed.service == "dynamodb", parts.count == 2, parts[0] == "table" else {
      throw AWSError.validation("Invalid TableArn: Invalid ResourceArn provided as input \(arn)")
    }
    guard parsed.account == request.account, parsed.region == request.region,
      let table = service.store.table(request.account, request.region, String(parts[1]))
    else {
      throw AWSError("ResourceNotFoundException", "Requested resource not found: ResourcArn: \(arn) not found")
    }
    return table
  }

  static func list(_ tags: [Values<Tag>]) -> [(key: String, value: String)] {
    tags.map { ($0[Tag.key], $0[Tag.value]) }
  }

  /// Refuses tags that AWS does not take. `present` are the tags that are there already.
  static func check(
    _ tags: [(key: String, value: String)], beside present: [(key: String, value: String)]
  ) throws(AWSError) {
    var keys: Set<String> = []
    for tag in tags {
      if !keys.insert(tag.key).inserted {
        throw AWSError.parameters("Duplicate tag key: \(tag.key)")
      }
      if tag.key.lowercased().hasPrefix("aws:") {
        throw AWSError.parameters("Tag keys starting with aws: are reserved for system use: \(tag.key)")
      }
      if !isAllowed(tag.key) { throw AWSError.parameters("Tag key has characters that are not allowed: \(tag.key)") }
      if !isAllowed(tag.value) {
        throw AWSError.parameters("Tag value has characters that are not allowed: \(tag.value)")
      }
    }
    if keys.union(present.map(\.key)).count > limit {
      throw AWSError.validation("The number of tags exceeds the limit of \(limit) of a resource")
    }
  }

  /// Letters, white space, numbers and `+ - = . _ : / @`, of any script.
  private static func isAllowed(_ text: String) -> Bool {
    text.unicodeScalars.allSatisfy { scalar in
      switch scalar.properties.generalCategory {
      case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter, .decimalNumber,
        .letterNumber, .otherNumber, .spaceSeparator, .nonspacingMark, .spacingMark:
        true
      default: scalar.properties.isWhitespace || "+-=._:/@".unicodeScalars.contains(scalar)
      }
    }
  }
}
