import Protocols
package import Runtime

extension LambdaService {
  /// Every other operation of the model, with the request it is recognised by.
  package static let unbuilt: [UnbuiltOperation] = [
    UnbuiltOperation(
      "AddLayerVersionPermission", HTTPBinding("POST", "/2018-10-31/layers/{LayerName}/versions/{VersionNumber}/policy")
    ),
    UnbuiltOperation(
      "CheckpointDurableExecution",
      HTTPBinding("POST", "/2025-12-01/durable-executions/{DurableExecutionArn}/checkpoint")),
    UnbuiltOperation("CreateAlias", HTTPBinding("POST", "/2015-03-31/functions/{FunctionName}/aliases")),
    UnbuiltOperation("CreateCapacityProvider", HTTPBinding("POST", "/2025-11-30/capacity-providers")),
    UnbuiltOperation("CreateCodeSigningConfig", HTTPBinding("POST", "/2020-04-22/code-signing-configs")),
    UnbuiltOperation("CreateFunctionUrlConfig", HTTPBinding("POST", "/2021-10-31/functions/{FunctionName}/url")),
    UnbuiltOperation("DeleteAlias", HTTPBinding("DELETE", "/2015-03-31/functions/{FunctionName}/aliases/{Name}")),
    UnbuiltOperation(
      "DeleteCapacityProvider", HTTPBinding("DELETE", "/2025-11-30/capacity-providers/{CapacityProviderName}")),
    UnbuiltOperation(
      "DeleteCodeSigningConfig", HTTPBinding("DELETE", "/2020-04-22/code-signing-configs/{CodeSigningConfigArn}")),
    UnbuiltOperation(
      "DeleteFunctionCodeSigningConfig",
      HTTPBinding("DELETE", "/2020-06-30/functions/{FunctionName}/code-signing-config")),
    UnbuiltOperation(
      "DeleteFunctionConcurrency", HTTPBinding("DELETE", "/2017-10-31/functions/{FunctionName}/concurrency")),
    UnbuiltOperation(
      "DeleteFunctionEventInvokeConfig",
      HTTPBinding("DELETE", "/2019-09-25/functions/{FunctionName}/event-invoke-config")),
    UnbuiltOperation("DeleteFunctionUrlConfig", HTTPBinding("DELETE", "/2021-10-31/functions/{FunctionName}/url")),
    UnbuiltOperation(
      "DeleteLayerVersion", HTTPBinding("DELETE", "/2018-10-31/layers/{LayerName}/versions/{VersionNumber}")),
    UnbuiltOperation(
      "DeleteProvisionedConcurrencyConfig",
      HTTPBinding("DELETE", "/2019-09-30/functions/{FunctionName}/provisioned-concurrency")),
    UnbuiltOperation("GetAccountSettings", HTTPBinding("GET", "/2016-08-19/account-settings")),
    UnbuiltOperation("GetAlias", HTTPBinding("GET", "/2015-03-31/functions/{FunctionName}/aliases/{Name}")),
    UnbuiltOperation(
      "GetCapacityProvider", HTTPBinding("GET", "/2025-11-30/capacity-providers/{CapacityProviderName}")),
    UnbuiltOperation(
      "GetCodeSigningConfig", HTTPBinding("GET", "/2020-04-22/code-signing-configs/{CodeSigningConfigArn}")),
    UnbuiltOperation("GetDurableExecution", HTTPBinding("GET", "/2025-12-01/durable-executions/{DurableExecutionArn}")),
    UnbuiltOperation(
      "GetDurableExecutionHistory", HTTPBinding("GET", "/2025-12-01/durable-executions/{DurableExecutionArn}/history")),
    UnbuiltOperation(
      "GetDurableExecutionState", HTTPBinding("GET", "/2025-12-01/durable-executions/{DurableExecutionArn}/state")),
    UnbuiltOperation(
      "GetFunctionCodeSigningConfig", HTTPBinding("GET", "/2020-06-30/functions/{FunctionName}/code-signing-config")),
    UnbuiltOperation("GetFunctionConcurrency", HTTPBinding("GET", "/2019-09-30/functions/{FunctionName}/concurrency")),
    UnbuiltOperation(
      "GetFunctionEventInvokeConfig", HTTPBinding("GET", "/2019-09-25/functions/{FunctionName}/event-invoke-config")),
    UnbuiltOperation(
      "GetFunctionRecursionConfig", HTTPBinding("GET", "/2024-08-31/functions/{FunctionName}/recursion-config")),
    UnbuiltOperation(
      "GetFunctionScalingConfig", HTTPBinding("GET", "/2025-11-30/functions/{FunctionName}/function-scaling-config")),
    UnbuiltOperation("GetFunctionUrlConfig", HTTPBinding("GET", "/2021-10-31/functions/{FunctionName}/url")),
    UnbuiltOperation("GetLayerVersion", HTTPBinding("GET", "/2018-10-31/layers/{LayerName}/versions/{VersionNumber}")),
    UnbuiltOperation("GetLayerVersionByArn", HTTPBinding("GET", "/2018-10-31/layers?find=LayerVersion")),
    UnbuiltOperation(
      "GetLayerVersionPolicy", HTTPBinding("GET", "/2018-10-31/layers/{LayerName}/versions/{VersionNumber}/policy")),
    UnbuiltOperation(
      "GetProvisionedConcurrencyConfig",
      HTTPBinding("GET", "/2019-09-30/functions/{FunctionName}/provisioned-concurrency")),
    UnbuiltOperation(
      "GetRuntimeManagementConfig", HTTPBinding("GET", "/2021-07-20/functions/{FunctionName}/runtime-management-config")
    ),
    UnbuiltOperation("InvokeAsync", HTTPBinding("POST", "/2014-11-13/functions/{FunctionName}/invoke-async")),
    UnbuiltOperation(
      "InvokeWithResponseStream",
      HTTPBinding("POST", "/2021-11-15/functions/{FunctionName}/response-streaming-invocations")),
    UnbuiltOperation("ListAliases", HTTPBinding("GET", "/2015-03-31/functions/{FunctionName}/aliases")),
    UnbuiltOperation("ListCapacityProviders", HTTPBinding("GET", "/2025-11-30/capacity-providers")),
    UnbuiltOperation("ListCodeSigningConfigs", HTTPBinding("GET", "/2020-04-22/code-signing-configs")),
    UnbuiltOperation(
      "ListDurableExecutionsByFunction", HTTPBinding("GET", "/2025-12-01/functions/{FunctionName}/durable-executions")),
    UnbuiltOperation(
      "ListFunctionEventInvokeConfigs",
      HTTPBinding("GET", "/2019-09-25/functions/{FunctionName}/event-invoke-config/list")),
    UnbuiltOperation("ListFunctionUrlConfigs", HTTPBinding("GET", "/2021-10-31/functions/{FunctionName}/urls")),
    UnbuiltOperation(
      "ListFunctionVersionsByCapacityProvider",
      HTTPBinding("GET", "/2025-11-30/capacity-providers/{CapacityProviderName}/function-versions")),
    UnbuiltOperation(
      "ListFunctionsByCodeSigningConfig",
      HTTPBinding("GET", "/2020-04-22/code-signing-configs/{CodeSigningConfigArn}/functions")),
    UnbuiltOperation("ListLayerVersions", HTTPBinding("GET", "/2018-10-31/layers/{LayerName}/versions")),
    UnbuiltOperation("ListLayers", HTTPBinding("GET", "/2018-10-31/layers")),
    UnbuiltOperation(
      "ListProvisionedConcurrencyConfigs",
      HTTPBinding("GET", "/2019-09-30/functions/{FunctionName}/provisioned-concurrency?List=ALL")),
    UnbuiltOperation("ListVersionsByFunction", HTTPBinding("GET", "/2015-03-31/functions/{FunctionName}/versions")),
    UnbuiltOperation("PublishLayerVersion", HTTPBinding("POST", "/2018-10-31/layers/{LayerName}/versions")),
    UnbuiltOperation("PublishVersion", HTTPBinding("POST", "/2015-03-31/functions/{FunctionName}/versions")),
    UnbuiltOperation(
      "PutFunctionCodeSigningConfig", HTTPBinding("PUT", "/2020-06-30/functions/{FunctionName}/code-signing-config")),
    UnbuiltOperation("PutFunctionConcurrency", HTTPBinding("PUT", "/2017-10-31/functions/{FunctionName}/concurrency")),
    UnbuiltOperation(
      "PutFunctionEventInvokeConfig", HTTPBinding("PUT", "/2019-09-25/functions/{FunctionName}/event-invoke-config")),
    UnbuiltOperation(
      "PutFunctionRecursionConfig", HTTPBinding("PUT", "/2024-08-31/functions/{FunctionName}/recursion-config")),
    UnbuiltOperation(
      "PutFunctionScalingConfig", HTTPBinding("PUT", "/2025-11-30/functions/{FunctionName}/function-scaling-config")),
    UnbuiltOperation(
      "PutProvisionedConcurrencyConfig",
      HTTPBinding("PUT", "/2019-09-30/functions/{FunctionName}/provisioned-concurrency")),
    UnbuiltOperation(
      "PutRuntimeManagementConfig", HTTPBinding("PUT", "/2021-07-20/functions/{FunctionName}/runtime-management-config")
    ),
    UnbuiltOperation(
      "RemoveLayerVersionPermission",
      HTTPBinding("DELETE", "/2018-10-31/layers/{LayerName}/versions/{VersionNumber}/policy/{StatementId}")),
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
    UnbuiltOperation("UpdateAlias", HTTPBinding("PUT", "/2015-03-31/functions/{FunctionName}/aliases/{Name}")),
    UnbuiltOperation(
      "UpdateCapacityProvider", HTTPBinding("PUT", "/2025-11-30/capacity-providers/{CapacityProviderName}")),
    UnbuiltOperation(
      "UpdateCodeSigningConfig", HTTPBinding("PUT", "/2020-04-22/code-signing-configs/{CodeSigningConfigArn}")),
    UnbuiltOperation(
      "UpdateFunctionEventInvokeConfig", HTTPBinding("POST", "/2019-09-25/functions/{FunctionName}/event-invoke-config")
    ),
    UnbuiltOperation("UpdateFunctionUrlConfig", HTTPBinding("PUT", "/2021-10-31/functions/{FunctionName}/url")),
  ]
}
