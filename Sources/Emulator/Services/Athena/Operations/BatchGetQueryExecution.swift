import Protocols
import Runtime

/// Up to 50 executions; ids that are not known are named.
/// https://docs.aws.amazon.com/athena/latest/APIReference/API_BatchGetQueryExecution.html
enum BatchGetQueryExecution: AWSOperation {
  enum Input: StructureShape {
    static let queryExecutionIDs = Required<[String]>(
      "QueryExecutionIds", .length(1...50), .each([AthenaTraits.idLength, AthenaTraits.id]))
    static let shape = structure("BatchGetQueryExecutionInput", queryExecutionIDs)
  }
  enum UnprocessedQueryExecutionId: StructureShape {
    static let queryExecutionID = Member<String>("QueryExecutionId", AthenaTraits.idLength, AthenaTraits.id)
    static let errorCode = Member<String>("ErrorCode", .length(1...256))
    static let errorMessage = Member<String>("ErrorMessage")
    static let shape = structure("UnprocessedQueryExecutionId", queryExecutionID, errorCode, errorMessage)
  }
  enum Output: StructureShape {
    static let queryExecutions = Member<[Values<QueryExecution>]>("QueryExecutions")
    static let unprocessedQueryExecutionIDs = Member<[Values<UnprocessedQueryExecutionId>]>(
      "UnprocessedQueryExecutionIds")
    static let shape = structure("BatchGetQueryExecutionOutput", queryExecutions, unprocessedQueryExecutionIDs)
  }

  static func perform(
    _ input: Values<Input>, _ request: RequestContext, _ service: AthenaService
  ) throws(AWSError) -> Answer<Output> {
    var found: [Values<QueryExecution>] = []
    var unknown: [Values<UnprocessedQueryExecutionId>] = []
    for id in input[Input.queryExecutionIDs] {
      do throws(AWSError) {
        found.append(try ExecutionReference.find(id, request, service).body)
      } catch {
        if error.cause != nil { throw error }
        unknown.append(
          .with {
            $0[UnprocessedQueryExecutionId.queryExecutionID] = id
            $0[UnprocessedQueryExecutionId.errorCode] = "INVALID_INPUT"
            $0[UnprocessedQueryExecutionId.errorMessage] = error.message
          })
      }
    }
    return .now(
      .with {
        $0[Output.queryExecutions] = found
        $0[Output.unprocessedQueryExecutionIDs] = unknown
      })
  }
}
