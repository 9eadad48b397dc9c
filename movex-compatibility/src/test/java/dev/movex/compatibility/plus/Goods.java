package dev.movex.compatibility.plus;

import com.baomidou.mybatisplus.annotation.IdType;
import com.baomidou.mybatisplus.annotation.TableId;
import com.baomidou.mybatisplus.annotation.TableLogic;
import com.baomidou.mybatisplus.annotation.TableName;
import com.baomidou.mybatisplus.annotation.Version;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/** Goods with a key of the application, a version, and a mark in place of a delete. */
@TableName("goods")
class Goods {
    @TableId(type = IdType.ASSIGN_ID)
    @Nullable Long id;

    @Nullable String name;

    @Nullable BigDecimal price;

    @Version
    @Nullable Integer version;

    @TableLogic
    @Nullable Integer deleted;

    static Goods of(String name, int price) {
        Goods made = new Goods();
        made.name = name;
        made.price = BigDecimal.valueOf(price);
        made.version = 1;
        return made;
    }
}
