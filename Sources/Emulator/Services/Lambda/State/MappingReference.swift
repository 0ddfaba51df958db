import Protocols

/// Mappings are named by their UUID.
enum MappingReference {
  static func find(
    _ id: String, _ request: RequestContext, _ service: LambdaService
  ) throws(AWSError) -> EventSourceMapping {
    guard let mapping = service.mappingStore.mappings[id], mapping.function.account == request.account,
      mapping.function.region == request.region
    else { throw AWSError.resourceNotFound("The resource you requested does not exist.") }
    return mapping
  }

  /// A mapping that is being deleted takes no more changes.
  static func findForChange(
    _ id: String, _ request: RequestContext, _ service: LambdaService
  ) throws(AWSError) -> EventSourceMapping {
    let mapping = try find(id, request, service)
    if mapping.state == .deleting {
      throw AWSError(
        "ResourceInUseException", "Cannot update the event source mapping because it is not in a modifiable state.",
        details: LambdaErrorDetails.user)
    }
    return mapping
  }
}
