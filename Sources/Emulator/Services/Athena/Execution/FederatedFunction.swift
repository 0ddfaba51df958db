import Protocols
import Query
import Runtime

/// The function that a LAMBDA data catalog names. AWS's own DynamoDB connector is built in: it stands in for a function of
/// that name and for one that is not there. A function of the user's own would have to speak the federation protocol,
/// which is not built: the query fails in AWS's words.
struct FederatedFunction {
  private let function: String
  private let isDynamoDB: Bool

  init(_ catalog: RegisteredCatalog) {
    function = catalog.function ?? ""
    let name = function.split(separator: ":").last.map(String.init) ?? ""
    isDynamoDB = [name, catalog.name].contains { $0.lowercased().contains("dynamodb") }
  }

  func check(_ functions: any FunctionPort, _ scope: QueryScope) async throws(QueryFailure) {
    if isDynamoDB { return }
    let ping: JSONValue = ["@type": "PingRequest", "catalogName": .string(function), "queryId": "ping"]
    do throws(AWSError) {
      _ = try await functions.invoke(function, ping.bytes, as: scope.caller, region: scope.region)
    } catch {
      if error.code == "ResourceNotFoundException" { return }
      throw failure(error.message ?? error.code)
    }
    throw failure("connectors of your own are not emulated, only the DynamoDB connector")
  }

  private func failure(_ message: String) -> QueryFailure {
    QueryFailure(
      "GENERIC_USER_ERROR",
      "Encountered an exception[java.lang.RuntimeException] from your LambdaFunction[\(function)] executed in "
        + "context[retrieving meta-data] with message[\(message)]")
  }
}
