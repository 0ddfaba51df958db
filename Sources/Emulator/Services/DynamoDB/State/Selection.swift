import Protocols

/// The parameter Select of Query and Scan against the attributes that are asked for.
enum Selection {
  /// Refuses combinations that contradict each other. `index`: whether an index is read.
  static func check(
    _ select: String?, attributesToGet: Bool, projectionExpression: Bool, index: Bool
  ) throws(AWSError) {
    let asked = attributesToGet ? "AttributesToGet" : "ProjectionExpression"
    let isProjected = attributesToGet || projectionExpression
    switch select {
    case "ALL_PROJECTED_ATTRIBUTES" where !index:
      throw AWSError.parameters("ALL_PROJECTED_ATTRIBUTES can be used only when Querying using an IndexName")
    case "SPECIFIC_ATTRIBUTES" where !isProjected:
      throw AWSError.parameters(
        "Must specify the AttributesToGet or ProjectionExpression when choosing to get SPECIFIC_ATTRIBUTES")
    case "COUNT" where isProjected:
      throw AWSError.parameters("Cannot specify the \(asked) when choosing to get only the Count")
    case "ALL_ATTRIBUTES" where isProjected, "ALL_PROJECTED_ATTRIBUTES" where isProjected:
      throw AWSError.parameters("Cannot specify the \(asked) when choosing to get \(select ?? "")")
    default: break
    }
  }
}
