import play from 'bootstrap-icons/icons/play.svg?icon'
import stop from 'bootstrap-icons/icons/stop.svg?icon'
import trash from 'bootstrap-icons/icons/trash.svg?icon'

export const actionIcons = { start: play, stop, delete: trash }
