import Protocols
package import Runtime

extension LambdaService {
  /// Every other operation of the model, with the request it is recognised by.
  package static let unbuilt: [UnbuiltOperation] = [
    UnbuiltOperation(
      "CheckpointDurableExecution",
      HTTPBinding("POST", "/2025-12-01/durable-executions/{DurableExecutionArn}/checkpoint")),
    UnbuiltOperation("CreateCapacityProvider", HTTPBinding("POST", "/2025-11-30/capacity-providers")),
    UnbuiltOperation(
      "DeleteCapacityProvider", HTTPBinding("DELETE", "/2025-11-30/capacity-providers/{CapacityProviderName}")),
    UnbuiltOperation(
      "GetCapacityProvider", HTTPBinding("GET", "/2025-11-30/capacity-providers/{CapacityProviderName}")),
    UnbuiltOperation("GetDurableExecution", HTTPBinding("GET", "/2025-12-01/durable-executions/{DurableExecutionArn}")),
    UnbuiltOperation(
      "GetDurableExecutionHistory", HTTPBinding("GET", "/2025-12-01/durable-executions/{DurableExecutionArn}/history")),
    UnbuiltOperation(
      "GetDurableExecutionState", HTTPBinding("GET", "/2025-12-01/durable-executions/{DurableExecutionArn}/state")),
    UnbuiltOperation(
      "GetFunctionScalingConfig", HTTPBinding("GET", "/2025-11-30/functions/{FunctionName}/function-scaling-config")),
    UnbuiltOperation("ListCapacityProviders", HTTPBinding("GET", "/2025-11-30/capacity-providers")),
    UnbuiltOperation(
      "ListDurableExecutionsByFunction", HTTPBinding("GET", "/2025-12-01/functions/{FunctionName}/durable-executions")),
    UnbuiltOperation(
      "ListFunctionVersionsByCapacityProvider",
      HTTPBinding("GET", "/2025-11-30/capacity-providers/{CapacityProviderName}/function-versions")),
    UnbuiltOperation(
      "PutFunctionScalingConfig", HTTPBinding("PUT", "/2025-11-30/functions/{FunctionName}/function-scaling-config")),
    UnbuiltOperation(
      "SendDurableExecutionCallbackFailure",
      HTTPBinding("POST", "/2025-12-01/durable-execution-callbacks/{CallbackId}/fail")),
    UnbuiltOperation(
      "SendDurableExecutionCallbackHeartbeat",
      HTTPBinding("POST", "/2025-12-01/durable-execution-callbacks/{CallbackId}/heartbeat")),
    UnbuiltOperation(
      "SendDurableExecutionCallbackSuccess",
      HTTPBinding("POST", "/2025-12-01/durable-execution-callbacks/{CallbackId}/succeed")),
    UnbuiltOperation(
      "StopDurableExecution", HTTPBinding("POST", "/2025-12-01/durable-executions/{DurableExecutionArn}/stop")),
    UnbuiltOperation(
      "UpdateCapacityProvider", HTTPBinding("PUT", "/2025-11-30/capacity-providers/{CapacityProviderName}")),
  ]
}
