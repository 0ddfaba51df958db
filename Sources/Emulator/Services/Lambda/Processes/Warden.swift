import CProcess
import Glibc

/// Ends what handlers leave behind when this process dies without a word (kill -9): the kernel ends the programs that it
/// started, not those that these started. A shell is told of every process group and container; when its input ends, it
/// kills what it still knows of, and then what left its group but has the server's mark in its environment. Used on the
/// thread that starts programs.
struct Warden: ~Copyable {
  /// −1 before the first program, and where there is no shell.
  private var end: Int32 = -1
  private var isStarted = false

  init() {}

  /// Lines of its input: `m <mark>`; `+ <group>`, `- <group>`; `c <container> <engine>`, `d <container>`.
  private static let script = """
    groups=' ' containers=' ' engine= mark=
    while read -r what name more; do
      case $what in
        m) mark=$name ;;
        +) groups="$groups$name " ;;
        -) case $groups in *" $name "*) groups="${groups%%" $name "*} ${groups#*" $name "}" ;; esac ;;
        c) containers="$containers$name " engine=$more ;;
        d) case $containers in
            *" $name "*) containers="${containers%%" $name "*} ${containers#*" $name "}" ;;
          esac ;;
      esac
    done
    for group in $groups; do kill -9 "-$group"; done
    for try in 1 2 3 4 5; do
      [ -n "$mark" ] || break
      files=$(grep -lsaF "$mark" /proc/[0-9]*/environ)
      [ -n "$files" ] || break
      for file in $files; do
        number=${file#/proc/}
        kill -9 "${number%/environ}"
      done
    done
    for container in $containers; do "$engine" rm --force "$container"; done
    """

  mutating func began(_ group: Int32) { tell("+ \(group)") }
  mutating func ended(_ group: Int32) { tell("- \(group)") }

  mutating func tell(_ line: String) {
    if !isStarted {
      isStarted = true
      end = cauce_guard(Warden.script, environ)
    }
    guard end >= 0 else { return }
    let bytes = Array((line + "\n").utf8)
    let error = bytes.withUnsafeBytes {
      cauce_tell(end, $0.baseAddress?.assumingMemoryBound(to: CChar.self), bytes.count)
    }
    // A shell that is gone is done without.
    if error == EPIPE {
      close(end)
      end = -1
    }
  }

  deinit { if end >= 0 { close(end) } }
}
