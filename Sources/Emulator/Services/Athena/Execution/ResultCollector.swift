import Query

/// Takes the engine's pages as the bytes of the result file.
///
/// `@unchecked Sendable`: the query's own task writes it, and it is read when that has ended.
final class ResultCollector: ResultSink, @unchecked Sendable {
  private let form: ResultForm
  private var columns: [Query.ColumnInfo] = []
  private(set) var file: [UInt8] = []

  init(_ form: ResultForm) { self.form = form }

  func start(_ columns: [Query.ColumnInfo]) async throws(QueryFailure) {
    self.columns = columns
    if form == .csv { file = ResultFiles.csvHeader(columns) }
  }

  func add(_ page: ResultPage) async throws(QueryFailure) {
    file += form == .csv ? ResultFiles.csv(page) : ResultFiles.text(page)
  }

  var resultColumns: [ResultColumn] {
    columns.map {
      ResultColumn(
        name: $0.name, type: $0.type, precision: $0.precision, scale: $0.scale, isCaseSensitive: $0.isCaseSensitive)
    }
  }

  func metadata(of id: String) -> [UInt8] { ResultFiles.metadata(columns, queryID: id) }
}
