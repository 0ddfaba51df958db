import Synchronization

/// Set from outside to stop a query; looked at for each batch.
package final class CancelFlag: Sendable {
  private let flag: Atomic<Bool> = Atomic(false)
  package init() {}
  package func cancel() { flag.store(true, ordering: .relaxed) }
  package var isCancelled: Bool { flag.load(ordering: .relaxed) }
}

/// What a running query has read and written so far.
package struct QueryStatistics: Sendable, Equatable {
  package var bytesScanned = 0
  package var inputRows = 0
  package var outputRows = 0
  package var outputBytes = 0
  package init() {}
}

/// What the operators of one query share. Used by one task.
final class ExecutionState {
  let evaluation: EvaluationContext
  let cancel: CancelFlag
  let memoryLimit: Int
  var statistics = QueryStatistics()
  private var memory = 0
  /// Things that a user should hear of and that fail nothing.
  private(set) var warnings: [String] = []

  init(_ evaluation: EvaluationContext, cancel: CancelFlag, memoryLimit: Int) {
    self.evaluation = evaluation
    self.cancel = cancel
    self.memoryLimit = memoryLimit
  }

  func check() throws(QueryFailure) {
    if cancel.isCancelled { throw .cancelled }
  }

  /// Counts memory that an operator keeps.
  func hold(_ bytes: Int) throws(QueryFailure) {
    memory += bytes
    if memory > memoryLimit { throw .exhausted }
  }

  func release(_ bytes: Int) { memory -= bytes }

  func warn(_ text: String) {
    if warnings.count < 20, !warnings.contains(text) { warnings.append(text) }
  }
}

/// An operator. Batches have at most 4,096 rows; an empty one is possible and is not the end.
protocol BatchSource: AnyObject {
  func next() async throws(QueryFailure) -> Batch?
}
