import Glibc
import Protocols

/// Folders with everything below them. These calls block.
enum FolderTree {
  /// The names in a folder, `.` and `..` aside, in no order; empty when it cannot be read.
  static func names(in folder: String) -> [String] {
    guard let stream = opendir(folder) else { return [] }
    defer { closedir(stream) }
    var names: [String] = []
    while let entry = readdir(stream) {
      let name = withUnsafePointer(to: &entry.pointee.d_name) {
        $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
      }
      if name != ".", name != ".." { names.append(name) }
    }
    return names
  }

  /// Removes a file, or a folder and what is below it; links are removed, not followed.
  static func remove(_ path: String) {
    var information = stat()
    guard lstat(path, &information) == 0 else { return }
    if information.st_mode & S_IFMT == S_IFDIR {
      for name in names(in: path) { remove(path + "/" + name) }
      rmdir(path)
    } else {
      unlink(path)
    }
  }

  static func isFolder(_ path: String) -> Bool {
    var information = stat()
    return stat(path, &information) == 0 && information.st_mode & S_IFMT == S_IFDIR
  }

  /// Files that one look at a local folder takes in at most; what lies beyond is not watched for edits.
  private static let fingerprintLimit = 20_000
  /// What changes without the code changing, or is too large to look at before every invocation.
  private static let passedOver: Set<String> = [".git", "__pycache__", "node_modules", ".venv", "venv"]

  /// A hash over the paths, sizes and times of the files below, for noticing an edit.
  static func fingerprint(_ folder: String) -> UInt64 {
    var hash: UInt64 = 0xcbf2_9ce4_8422_2325
    var left = fingerprintLimit
    func mix(_ number: UInt64) { hash = (hash ^ number) &* 0x100_0000_01b3 }
    func walk(_ path: String) {
      for name in names(in: path).sorted() where left > 0 && !passedOver.contains(name) {
        left -= 1
        let inner = path + "/" + name
        var information = stat()
        guard stat(inner, &information) == 0 else { continue }
        if information.st_mode & S_IFMT == S_IFDIR {
          walk(inner)
          continue
        }
        for byte in inner.utf8 { mix(UInt64(byte)) }
        mix(UInt64(bitPattern: Int64(information.st_size)))
        mix(UInt64(bitPattern: Int64(information.st_mtim.tv_sec)))
        mix(UInt64(bitPattern: Int64(information.st_mtim.tv_nsec)))
        mix(UInt64(information.st_ino))
      }
    }
    walk(folder)
    return hash
  }
}
