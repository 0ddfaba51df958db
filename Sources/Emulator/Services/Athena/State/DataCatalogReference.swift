import Protocols
import Runtime

/// Data catalogs by name. AwsDataCatalog is always there, and stands first.
enum DataCatalogReference {
  static func own(_ account: String) -> Values<DataCatalog> {
    .with {
      $0[DataCatalog.name] = RegisteredCatalog.awsDataCatalog
      $0[DataCatalog.type] = "GLUE"
      $0[DataCatalog.parameters] = ["catalog-id": account]
      $0[DataCatalog.status] = "CREATE_COMPLETE"
    }
  }

  static func isOwn(_ name: String) -> Bool { name.lowercased() == RegisteredCatalog.awsDataCatalog.lowercased() }

  static func find(
    _ name: String, _ account: String, _ region: String, _ service: AthenaService
  ) throws(AWSError) -> Values<DataCatalog> {
    if isOwn(name) { return own(account) }
    guard let json = try service.store.definition(.catalog, name, account, region) else {
      throw AWSError.catalogNotFound(name)
    }
    return Values(try Structure(json: json, DataCatalog.shape))
  }

  static func all(
    _ account: String, _ region: String, _ service: AthenaService
  ) throws(AWSError) -> [Values<DataCatalog>] {
    let stored = try service.store.definitions(.catalog, account, region)
    return [own(account)]
      + (try stored.map { (json) throws(AWSError) in Values(try Structure(json: json, DataCatalog.shape)) })
  }

  static func registered(_ catalog: Values<DataCatalog>) -> RegisteredCatalog {
    RegisteredCatalog(
      name: catalog[DataCatalog.name], type: catalog[DataCatalog.type],
      parameters: catalog[DataCatalog.parameters] ?? [:])
  }

  /// The catalog that a metadata call names, and in whose name it is read. `lambda:name` needs no registration.
  static func target(
    _ name: String, workGroup: String?, _ request: RequestContext, _ service: AthenaService
  ) throws(AWSError) -> (catalog: RegisteredCatalog, scope: QueryScope) {
    if let workGroup { _ = try WorkGroupReference.find(workGroup, request.account, request.region, service) }
    let scope = try service.scope(request.account, request.region, request.now)
    if name.hasPrefix("lambda:") {
      return (RegisteredCatalog(name: name, type: "LAMBDA", parameters: ["function": String(name.dropFirst(7))]), scope)
    }
    return (registered(try find(name, request.account, request.region, service)), scope)
  }
}
