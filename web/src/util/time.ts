import { dateFormat } from './formats'
import { count, t } from './t'

const minute = 60
const hour = 60 * minute
const day = 24 * hour

/** How long ago or how long: `22 s`, `2 min`, `1 h`, `3 d`. */
export function formatSpan(seconds: number): string {
  const whole = Math.max(0, Math.floor(seconds))
  if (whole < minute) return t('{n} s', { n: whole })
  if (whole < hour) return t('{n} min', { n: Math.floor(whole / minute) })
  if (whole < day) return t('{n} h', { n: Math.floor(whole / hour) })
  return t('{n} d', { n: count(Math.floor(whole / day)) })
}

/** The API's durations: `1.500s` -> 1.5. */
export function secondsOf(duration: string | undefined): number {
  return duration === undefined ? 0 : Number.parseFloat(duration)
}

/** As formatSpan(), with tenths below ten seconds and milliseconds below one. */
export function formatDelay(seconds: number): string {
  if (seconds > 0 && seconds < 1) return t('{n} ms', { n: Math.round(seconds * 1000) })
  return seconds > 0 && seconds < 10 ? t('{n} s', { n: seconds.toFixed(1) }) : formatSpan(seconds)
}

/** Seconds between two instants of the API, with tenths below ten. */
export function formatTook(start: string, end: string): string {
  const seconds = Math.max(0, Date.parse(end) - Date.parse(start)) / 1000
  return seconds < 10 ? t('{n} s', { n: seconds.toFixed(1) }) : formatSpan(seconds)
}

/** The instant itself, for a tooltip. */
export function formatInstant(instant: string, locale = 'en-GB'): string {
  return dateFormat(locale, { dateStyle: 'medium', timeStyle: 'long' }).format(new Date(instant))
}

export function formatDate(instant: string, locale = 'en-GB'): string {
  return dateFormat(locale, { dateStyle: 'medium' }).format(new Date(instant))
}

/** `Today 11:42`, `Yesterday 16:20`, `9 Nov 08:12`. */
export function formatClock(instant: string, now = new Date(), locale = 'en-GB'): string {
  const then = new Date(instant)
  const time = dateFormat(locale, { timeStyle: 'short' }).format(then)
  const days = Math.round((startOfDay(now) - startOfDay(then)) / (day * 1000))
  if (days === 0) return t('Today {time}', { time })
  if (days === 1) return t('Yesterday {time}', { time })
  const date = dateFormat(locale, { day: 'numeric', month: 'short' }).format(then)
  return `${date} ${time}`
}

function startOfDay(date: Date) {
  return new Date(date.getFullYear(), date.getMonth(), date.getDate()).getTime()
}
