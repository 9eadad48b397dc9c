package dev.movex.compatibility.plus;

import com.baomidou.mybatisplus.annotation.IdType;
import com.baomidou.mybatisplus.annotation.TableId;
import com.baomidou.mybatisplus.annotation.TableName;
import org.jspecify.annotations.Nullable;

/** A label whose key the database counts. */
@TableName("label")
class Label {
    @TableId(type = IdType.AUTO)
    @Nullable Long id;

    long goodsId;

    @Nullable String text;

    int used;

    static Label of(long goods, String text) {
        Label made = new Label();
        made.goodsId = goods;
        made.text = text;
        made.used = 1;
        return made;
    }
}
