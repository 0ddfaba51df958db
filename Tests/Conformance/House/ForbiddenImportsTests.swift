import Foundation
import Testing

/// The arrows that the build does not check: system modules and Foundation.
@Suite struct ForbiddenImportsTests {
  private static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent()

  private static func sources() -> [(path: String, text: String)] {
    let folder = root.appendingPathComponent("Sources")
    var files: [(path: String, text: String)] = []
    let all = FileManager.default.enumerator(at: folder, includingPropertiesForKeys: nil)
    while let file = all?.nextObject() as? URL {
      guard file.pathExtension == "swift", let text = try? String(contentsOf: file, encoding: .utf8) else { continue }
      files.append((String(file.path.dropFirst(folder.path.count + 1)), text))
    }
    return files
  }

  /// System module → the folders whose files may import it.
  private static let systemModules = [
    "COpenSSL": ["Protocols/", "Emulator/Transport/TLS/"], "CZlib": ["Protocols/"],
    "CLinux": ["Emulator/Transport/"], "CNGHTTP2": ["Emulator/Transport/HTTP2/"], "CSQLite": ["Emulator/Storage/"],
  ]

  @Test func foundationIsNowhere() {
    for file in Self.sources() {
      for line in file.text.split(separator: "\n") {
        #expect(!line.hasPrefix("import Foundation"), "\(file.path)")
      }
    }
  }

  @Test func systemModulesStayInTheirRooms() {
    for file in Self.sources() {
      for line in file.text.split(separator: "\n") where line.contains("import C") && !line.hasPrefix("//") {
        for (module, folders) in Self.systemModules where line.hasSuffix("import \(module)") {
          #expect(folders.contains { file.path.hasPrefix($0) }, "\(file.path) imports \(module)")
        }
      }
    }
  }

  @Test func unfinishedWorkIsNotLeftBehind() {
    for file in Self.sources() {
      for word in ["TODO", "FIXME", "try!", "fatalError("] {
        #expect(!file.text.contains(word), "\(file.path) has \(word)")
      }
    }
  }
}
