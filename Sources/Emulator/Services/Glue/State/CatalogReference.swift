import Protocols
import Runtime

/// Databases and tables by their names, which the catalog keeps in lower case.
enum CatalogReference {
  /// An account has one catalog, named by its id.
  static func check(_ catalogID: String?, _ request: RequestContext) throws(AWSError) {
    if let catalogID, catalogID != request.account {
      throw AWSError.entityNotFound("Catalog \(catalogID) not found.")
    }
  }

  static func database(
    _ name: String, _ catalogID: String?, _ request: RequestContext, _ service: GlueService
  ) throws(AWSError) -> GlueStore.StoredDatabase {
    try check(catalogID, request)
    guard let found = try service.store.find(database: name.lowercased(), request.account, request.region) else {
      throw AWSError.databaseNotFound(name)
    }
    return found
  }

  /// A database that is missing is told before the table.
  static func table(
    _ name: String, in database: String, _ catalogID: String?, _ request: RequestContext, _ service: GlueService
  ) throws(AWSError) -> GlueStore.StoredTable {
    let database = try Self.database(database, catalogID, request, service)
    guard let found = try service.store.find(table: name.lowercased(), in: database) else {
      throw AWSError.tableNotFound(name)
    }
    return found
  }
}
