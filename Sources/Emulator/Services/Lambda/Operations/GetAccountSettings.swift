import Protocols
import Runtime

/// The account's limits and what is used of them.
/// https://docs.aws.amazon.com/lambda/latest/api/API_GetAccountSettings.html
enum GetAccountSettings: AWSOperation {
  enum Input: StructureShape {
    static let shape = structure("GetAccountSettingsRequest")
  }
  enum Output: StructureShape {
    static let accountLimit = Member<Values<AccountLimit>>("AccountLimit")
    static let accountUsage = Member<Values<AccountUsage>>("AccountUsage")
    static let shape = structure("GetAccountSettingsResponse", accountLimit, accountUsage)
  }
  enum AccountLimit: StructureShape {
    static let totalCodeSize = Member<Int>("TotalCodeSize")
    static let codeSizeUnzipped = Member<Int>("CodeSizeUnzipped")
    static let codeSizeZipped = Member<Int>("CodeSizeZipped")
    static let concurrentExecutions = Member<Int32>("ConcurrentExecutions")
    static let unreservedConcurrentExecutions = Member<Int32>("UnreservedConcurrentExecutions")
    static let shape = structure(
      "AccountLimit", totalCodeSize, codeSizeUnzipped, codeSizeZipped, concurrentExecutions,
      unreservedConcurrentExecutions)
  }
  enum AccountUsage: StructureShape {
    static let totalCodeSize = Member<Int>("TotalCodeSize")
    static let functionCount = Member<Int>("FunctionCount")
    static let shape = structure("AccountUsage", totalCodeSize, functionCount)
  }

  static var http: HTTPBinding? { HTTPBinding("GET", "/2016-08-19/account-settings") }

  static func perform(
    _ input: Values<Input>, _ request: RequestContext, _ service: LambdaService
  ) throws(AWSError) -> Answer<Output> {
    let functions = service.store.functions(of: request.account, in: request.region)
    var size = 0
    for function in functions {
      for version in service.store.versions(of: function.key) { size += version.code.size }
    }
    let owner = LambdaFunction.Key(account: request.account, region: request.region, name: "")
    let reserved = service.concurrency.reserved(in: owner, but: nil)
    return .now(
      .with { out in
        out[Output.accountLimit] = .with {
          $0[AccountLimit.totalCodeSize] = 80_530_636_800
          $0[AccountLimit.codeSizeUnzipped] = CodeStore.unpackedLimit
          $0[AccountLimit.codeSizeZipped] = CodeSource.zipLimit
          $0[AccountLimit.concurrentExecutions] = Int32(ConcurrencyLedger.accountLimit)
          $0[AccountLimit.unreservedConcurrentExecutions] = Int32(ConcurrencyLedger.accountLimit - reserved)
        }
        out[Output.accountUsage] = .with {
          $0[AccountUsage.totalCodeSize] = size
          $0[AccountUsage.functionCount] = functions.count
        }
      })
  }
}
